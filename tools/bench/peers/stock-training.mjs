// Stock TensorFlow.js, without a package of ours: the tutorial's step. Arguments: wasm | node, steps per sample, folder of tfjs-node.
import { createRequire } from "node:module";
import { join } from "node:path";
import { serve, timed, versionOf } from "./serve.mjs";
import { makeStockStep } from "./stock-network.mjs";

const [backend, steps, folder = ""] = process.argv.slice(2);

/** tfjs-node with its own tfjs, as its users have it. */
async function stockNode() {
  const manifest = join(folder, "package.json");
  const tf = createRequire(manifest)("@tensorflow/tfjs-node");
  await tf.ready();
  const versions = {
    "tfjs-node": tf.version["tfjs-node"],
    "TensorFlow of tfjs-node": tf.version["tensorflow"] ?? "unknown",
  };
  return { tf, versions };
}

async function stockWasm() {
  const tf = await import("@tensorflow/tfjs");
  await import("@tensorflow/tfjs-backend-wasm");
  const { registerComposedFilterGradient } = await import("./composed-filter-gradient.mjs");
  registerComposedFilterGradient(tf);
  await tf.setBackend("wasm");
  return { tf, versions: { "tfjs-backend-wasm": versionOf("@tensorflow/tfjs-backend-wasm") } };
}

const { tf, versions } = await (backend === "node" ? stockNode() : stockWasm());
const step = makeStockStep(tf);
await serve(versions, async () => ({
  "": await timed(async () => {
    let items = 0;
    for (let i = 0; i < Number(steps); i++) items += await step();
    return items;
  }),
}));

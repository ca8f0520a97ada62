/** An extraction that is killed with SIGKILL, and started again, gives what an unbroken one does, and starts no batch twice. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { afterAll, beforeAll, expect, it } from "vitest";

const here = dirname(fileURLToPath(import.meta.url));
// Inside the package, so that the bundle finds its node_modules.
const outDir = resolve(here, `../../.vitest/features-${process.pid}`);
let folder = "";

/** Extracts 60 images in batches of 4, printing after each batch, and at the end counts and values. */
const program = `
import * as tf from "@tensorflow/tfjs";
import { extractFeatures } from "./extract-features.js";
await tf.setBackend("cpu");
const base = tf.sequential({ layers: [
  tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 3], kernelInitializer: tf.initializers.randomNormal({ seed: 1 }) }),
  tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
] });
async function* photos() {
  for (let batch = 0; batch < 15; batch++) {
    await new Promise((done) => setTimeout(done, 20));
    const values = Float32Array.from({ length: 4 * 192 }, (_, i) => ((batch * 768 + i) * 7919) % 251);
    yield { xs: tf.tensor4d(values, [4, 8, 8, 3]), ys: tf.tensor1d([0, 1, 2, 3]) };
  }
}
const onBatch = (done) => process.stdout.write("batch " + done + "\\n");
const { xs, computed, found } = await extractFeatures(photos, base, { cache: process.argv[2], onBatch });
process.stdout.write("result " + JSON.stringify({ computed, found, values: [...xs.dataSync()] }) + "\\n");
`;

interface Result {
  readonly computed: number;
  readonly found: number;
  readonly values: readonly number[];
}

/** Runs the program to its end, or kills it when it tells of batch `killAt`. */
function run(cache: string, killAt: number | null): Promise<Result | null> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(outDir, "main.mjs"), cache], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (part: Buffer) => {
      text += part.toString();
      if (killAt !== null && text.includes(`batch ${killAt}\n`)) child.kill("SIGKILL");
    });
    child.on("error", fail);
    child.on("exit", () => {
      const result = /^result (.*)$/m.exec(text)?.[1];
      done(result === undefined ? null : (JSON.parse(result) as Result));
    });
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "flowers-features-"));
  await build({
    ...{ config: false, silent: true, clean: false, dts: false, outDir },
    entry: { "extract-features": join(here, "extract-features.ts") },
    ...{ format: "esm", platform: "node", target: "node20" },
    noExternal: [/^@flowers\//, /^#platform$/],
    external: ["@tensorflow/tfjs"],
    esbuildOptions: (options) => {
      options.conditions = ["@flowers/source"];
    },
  });
  writeFileSync(join(outDir, "main.mjs"), program);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(outDir, { recursive: true, force: true });
});

it("continues after kill -9, equal to the last bit", async () => {
  const unbroken = await run(join(folder, "unbroken"), null);
  expect(unbroken).toMatchObject({ computed: 60, found: 0 });
  const cache = join(folder, "broken");
  expect(await run(cache, 3)).toBeNull();
  expect(await run(cache, 9)).toBeNull();
  const resumed = await run(cache, null);
  expect(resumed?.values).toEqual(unbroken?.values);
  expect(resumed?.found).toBeGreaterThanOrEqual(9 * 4);
  expect((resumed?.found ?? 0) + (resumed?.computed ?? 0)).toBe(60);
});

// Time of each kernel in one training step of the tutorial's network on WebAssembly: `profile [ours | stock]`.
import { registerKernels } from "@flowers/backend";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { registerComposedFilterGradient } from "./peers/composed-filter-gradient.mjs";
import { makeStockStep } from "./peers/stock-network.mjs";

if (process.argv.includes("stock")) registerComposedFilterGradient(tf);
else registerKernels();
await tf.setBackend("wasm");
const step = makeStockStep(tf);
for (let i = 0; i < 3; i++) await step(); // V8 compiles the kernels well only after some calls

/** @type {Map<string, { ms: number, calls: number }>} */
const totals = new Map();
for (const { kernelName } of tf.getKernelsForBackend("wasm")) {
  const config = tf.getKernel(kernelName, "wasm");
  tf.unregisterKernel(kernelName, "wasm");
  tf.registerKernel({
    ...config,
    kernelFunc: (call) => {
      const begun = performance.now();
      const result = config.kernelFunc(call);
      const { ms, calls } = totals.get(kernelName) ?? { ms: 0, calls: 0 };
      totals.set(kernelName, { ms: ms + performance.now() - begun, calls: calls + 1 });
      return result;
    },
  });
}
const begun = performance.now();
await step();
console.log(`one step ${(performance.now() - begun).toFixed(0)} ms`);
for (const [name, { ms, calls }] of [...totals].sort((a, b) => b[1].ms - a[1].ms).slice(0, 16)) {
  console.log(`${name.padEnd(24)} ${ms.toFixed(1).padStart(8)} ms ${calls} calls`);
}

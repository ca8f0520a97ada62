/**
 * Images a second of the tutorial's full training step (forward, backward, Adam) on WebAssembly, batch 32 at 180 x 180.
 * `node src/bench.mjs [ours|stock] [steps] [profile]`, one process a variant; build @flowers/backend first.
 */
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { registerComposedFilterGradient } from "./composed-filter-gradient.mjs";

const [variant = "ours", steps = "6", profile] = process.argv.slice(2);
if (variant === "stock") registerComposedFilterGradient();
else (await import("@flowers/backend")).registerKernels();
await tf.setBackend("wasm");
await tf.ready();

const model = tf.sequential();
for (const filters of [16, 32, 64]) {
  const inputShape = filters === 16 ? { inputShape: [180, 180, 3] } : {};
  model.add(
    tf.layers.conv2d({
      filters,
      kernelSize: 3,
      padding: "same",
      activation: "relu",
      ...inputShape,
    }),
  );
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
}
model.add(tf.layers.flatten());
model.add(tf.layers.dense({ units: 128, activation: "relu" }));
model.add(tf.layers.dense({ units: 5 }));
const optimizer = tf.train.adam(0.001, 0.9, 0.999, 1e-7);
const images = tf.randomUniform([32, 180, 180, 3], 0, 255, "float32", 1);
const labels = tf.oneHot(
  Array.from({ length: 32 }, (_, i) => i % 5),
  5,
);
const step = () =>
  optimizer.minimize(
    () =>
      tf.tidy(() => {
        const logits = model.apply(tf.mul(images, 1 / 255), { training: true });
        return tf.losses.softmaxCrossEntropy(labels, logits);
      }),
    true,
  );

const run = () => {
  const start = performance.now();
  const loss = step();
  const value = loss.dataSync()[0];
  loss.dispose();
  return [performance.now() - start, value];
};
for (let i = 0; i < 3; i++) run(); // V8 compiles the kernels well only after some calls
if (profile !== undefined) {
  const totals = new Map();
  for (const { kernelName } of tf.getKernelsForBackend("wasm")) {
    const config = tf.getKernel(kernelName, "wasm");
    tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({
      ...config,
      kernelFunc: (call) => {
        const start = performance.now();
        const result = config.kernelFunc(call);
        const entry = totals.get(kernelName) ?? [0, 0];
        totals.set(kernelName, [entry[0] + performance.now() - start, entry[1] + 1]);
        return result;
      },
    });
  }
  const [ms] = run();
  console.log(`one step ${ms.toFixed(0)} ms`);
  for (const [name, [time, calls]] of [...totals].sort((a, b) => b[1][0] - a[1][0]).slice(0, 16)) {
    console.log(`${name.padEnd(24)} ${time.toFixed(1).padStart(8)} ms ${calls} calls`);
  }
} else {
  const times = Array.from({ length: Number(steps) }, run);
  const ms = times.map(([t]) => t).sort((a, b) => a - b);
  const at = (q) => ms[Math.min(ms.length - 1, Math.floor(q * ms.length))];
  const rate = (t) => (32000 / t).toFixed(1);
  console.log(
    `${variant}: median ${at(0.5).toFixed(0)} ms, ${rate(at(0.5))} img/s; slowest ${rate(ms.at(-1))}, fastest ${rate(ms[0])}; losses ${times.map(([, v]) => v.toFixed(5)).join(" ")}`,
  );
}

// Images per second of RandomFlip + RandomRotation(0.1) + RandomZoom(0.1) on a batch of 32 x 180x180x3, on every backend of
// this machine, interleaved with Keras's own layers if KERAS_PYTHON names a Python that has Keras. Run after `pnpm build`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { geometricPipeline, randomFlip, randomRotation, randomZoom } from "@flowers/augmentation";
import { useBackend } from "@flowers/backend";
import * as tf from "@tensorflow/tfjs";

const [batch, height, width, channels] = [32, 180, 180, 3];
const rounds = Number(process.env.ROUNDS ?? 25);
const warmUps = 5;

const makeLayers = () => [
  randomFlip({ mode: "horizontal", seed: 1 }),
  randomRotation({ factor: 0.1, seed: 2 }),
  randomZoom({ heightFactor: 0.1, seed: 3 }),
];

/** One call of all layers, as a model makes it; the result is read so that no work is left undone. */
async function timeLayers(layers, images) {
  const started = performance.now();
  const output = tf.tidy(() =>
    layers.reduce((current, layer) => layer.apply(current, { training: true }), images),
  );
  await output.data();
  const elapsed = performance.now() - started;
  output.dispose();
  return elapsed;
}

/** A running Keras, or null. */
function startKeras() {
  const python = process.env.KERAS_PYTHON;
  if (!python) return null;
  const script = fileURLToPath(new URL("keras-peer.py", import.meta.url));
  const child = spawn(python, [script, batch, height, width, channels].map(String), {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const lines = createInterface({ input: child.stdout });
  return {
    measure: async (kind) => {
      child.stdin.write(`${kind}\n`);
      const [line] = await once(lines, "line");
      return Number(line);
    },
    stop: () => child.stdin.end(),
  };
}

const contenders = new Map();
for (const name of ["tensorflow", "wasm", "cpu"]) {
  try {
    await useBackend(name);
  } catch (error) {
    process.stdout.write(`without ${name}: ${error.message}\n`);
    continue;
  }
  const images = tf.randomUniform([batch, height, width, channels], 0, 255);
  const [layers, pipeline] = [makeLayers(), [geometricPipeline(makeLayers())]];
  for (const [title, chain] of [
    [name, layers],
    [`${name}, one resampling`, pipeline],
  ]) {
    contenders.set(title, async () => {
      await tf.setBackend(name);
      return timeLayers(chain, images);
    });
  }
}
const keras = startKeras();
if (keras) {
  for (const kind of ["graph", "eager"])
    contenders.set(`Keras, ${kind}`, () => keras.measure(kind));
} else {
  process.stdout.write("without Keras: KERAS_PYTHON is not set\n");
}

const times = new Map([...contenders.keys()].map((title) => [title, []]));
for (let round = 0; round < warmUps + rounds; round++) {
  for (const [title, measure] of contenders) {
    const elapsed = await measure();
    if (round >= warmUps) times.get(title).push(elapsed);
  }
}
keras?.stop();

process.stdout.write(
  `${cpus().length} x ${cpus()[0].model}, Node ${process.version}, ${rounds} rounds, interleaved\n`,
);
process.stdout.write(
  "contender                       img/s (median)   ms: lowest, median, highest\n",
);
for (const [title, list] of times) {
  const sorted = list.sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  const spread = [sorted[0], median, sorted.at(-1)].map((ms) => ms.toFixed(1)).join(", ");
  process.stdout.write(
    `${title.padEnd(32)}${((batch / median) * 1000).toFixed(0).padStart(8)}         ${spread}\n`,
  );
}

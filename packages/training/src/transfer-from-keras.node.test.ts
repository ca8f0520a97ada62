/** Transfer learning from a file that Keras saved: with the base frozen, then with all of it, the same run as Keras's. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { readKeras, toLayersModel } from "@flowers/keras-format";
import { featureExtractor } from "@flowers/model-zoo";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { compile } from "./compile";
import type { TensorData } from "./data/batch-source";
import { SparseCategoricalCrossentropy } from "./losses/crossentropy";
import { Adam } from "./optimizers/adam";

const fixture = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`./fixtures/transfer/${name}`, import.meta.url)));
type Run = Record<string, number[]>;
const keras = JSON.parse(fixture("runs.json").toString()) as Record<"frozen" | "unfrozen", Run>;

// The same formulas as in tools/golden/scripts/training/transfer.py.
const values = (count: number, at: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => at(i));
const photos = values(40 * 12 * 12 * 3, (i) => (i * 7919) % 256);
const labels = values(40, (i) => (i * 5) % 3);
const kernel = values(64 * 3, (i) => ((i * 31) % 101) / 1000 - 0.05);

/** Sums of 64 and 432 products differ in their order: 1e-7 was seen on all three backends. */
const TOLERANCE = 2e-6;

function expectRun(run: Run, expected: Run): void {
  expect(Object.keys(run).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, epochs] of Object.entries(expected)) {
    epochs.forEach((value, i) => {
      expect(Math.abs((run[name]?.[i] ?? NaN) - value), `${name} ${i}`).toBeLessThan(TOLERANCE);
    });
  }
}

describeOnBackends("a model that Keras saved", () => {
  it("learns another task as in Keras, frozen and then as a whole", async () => {
    await expectNoLeak(async () => {
      const base = toLayersModel(await readKeras(fixture("base.keras")));
      const model = featureExtractor(base, { numClasses: 3 });
      const head = tf.tidy(() => [tf.tensor2d(kernel, [64, 3]), tf.zeros([3])]);
      model.layers.at(-1)?.setWeights(head);
      const xs = tf.tensor4d(photos, [40, 12, 12, 3]);
      const ys = tf.tensor1d(labels, "int32");
      const validationData: TensorData = {
        xs: tf.slice(xs, [0, 0, 0, 0], [16, 12, 12, 3]),
        ys: tf.slice(ys, [0], [16]),
      };
      const options = { batchSize: 8, shuffle: false, verbose: 0, validationData } as const;
      const loss = new SparseCategoricalCrossentropy({ fromLogits: true });

      const frozen = compile(model, { optimizer: "adam", loss, metrics: ["accuracy"] });
      const first = await frozen.fit({ xs, ys }, { ...options, epochs: 3 });
      expectRun(first.history, keras.frozen);
      frozen.dispose();

      for (const layer of model.layers) layer.trainable = true;
      const optimizer = new Adam({ learningRate: 1e-4 });
      const whole = compile(model, { optimizer, loss, metrics: ["accuracy"] });
      const second = await whole.fit({ xs, ys }, { ...options, epochs: 2 });
      expectRun(second.history, keras.unfrozen);
      whole.dispose();

      tf.dispose([head, xs, ys, validationData.xs, validationData.ys] as tf.Tensor[]);
      model.dispose();
      base.layers.at(-1)?.dispose();
    });
  });
});

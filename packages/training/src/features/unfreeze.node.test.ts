/** Fine-tuning as in Keras's guide: the same run as Keras's, its base called with `training=False`. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { readKeras, toLayersModel } from "@flowers/keras-format";
import { featureExtractor, splitModel } from "@flowers/model-zoo";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { describe, expect, it } from "vitest";
import { compile } from "../compile";
import { TrainingError } from "../errors";
import keras from "../fixtures/fine-tune.json";
import { SparseCategoricalCrossentropy } from "../losses/crossentropy";
import { Adam } from "../optimizers/adam";
import { extractFeatures } from "./extract-features";
import { unfreeze } from "./unfreeze";

const base = readFileSync(
  fileURLToPath(new URL("../fixtures/transfer/base.keras", import.meta.url)),
);

// The same formulas as in tools/golden/scripts/training/fine-tune.py.
const values = (count: number, at: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => at(i));
const photos = values(40 * 12 * 12 * 3, (i) => (i * 7919) % 256);
const labels = values(40, (i) => (i * 5) % 3);
const kernel = values(64 * 3, (i) => ((i * 31) % 101) / 1000 - 0.05);

/** Sums of 64 and 432 products differ in their order, and Adam divides by small numbers: 4e-6 was seen. */
const TOLERANCE = 2e-5;

function expectClose(found: readonly number[], expected: readonly number[], what: string): void {
  expect(found, what).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs((found[i] ?? NaN) - value), `${what} ${i}`).toBeLessThan(TOLERANCE);
  });
}

describeOnBackends("unfreeze", () => {
  it.each([
    ["all of the base", undefined, keras.all],
    ["the base from a layer on", keras.from.layer, keras.from],
  ])("trains %s as Keras does", async (_, from, expected) => {
    await expectNoLeak(async () => {
      const pretrained = toLayersModel(await readKeras(base));
      const model = featureExtractor(pretrained, { numClasses: 3 });
      const head = tf.tidy(() => [tf.tensor2d(kernel, [64, 3]), tf.zeros([3])]);
      model.layers.at(-1)?.setWeights(head);
      unfreeze(pretrained, from === undefined ? {} : { from });
      expect(model.trainableWeights).toHaveLength(expected.trainable);
      const xs = tf.tensor4d(photos, [40, 12, 12, 3]);
      const ys = tf.tensor1d(labels, "int32");
      const validationData = {
        xs: tf.slice(xs, [0, 0, 0, 0], [16, 12, 12, 3]),
        ys: tf.slice(ys, [0], [16]),
      };
      const trainer = compile(model, {
        optimizer: new Adam({ learningRate: 1e-3 }),
        loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
        metrics: ["accuracy"],
      });
      const { history } = await trainer.fit(
        { xs, ys },
        { batchSize: 8, epochs: 3, shuffle: false, verbose: 0, validationData },
      );
      for (const [name, epochs] of Object.entries(expected.history))
        expectClose(history[name] ?? [], epochs, name);
      const normalization = model.layers.find((each) => each.name.startsWith("batch_norm"));
      const [gamma, beta, mean, variance] = normalization?.getWeights() ?? [];
      const found = { gamma, beta, moving_mean: mean, moving_variance: variance };
      for (const [name, weight] of Object.entries(expected.normalization))
        expectClose([...(found[name as "gamma"]?.dataSync() ?? [])], weight, name);
      trainer.dispose();
      tf.dispose([head, xs, ys, validationData.xs, validationData.ys]);
      model.dispose();
      pretrained.layers.at(-1)?.dispose();
    });
  });
});

describeOnBackends("a tail on the stem's features", () => {
  it("trains as the whole model does, as Keras does", async () => {
    await expectNoLeak(async () => {
      const pretrained = toLayersModel(await readKeras(base));
      const model = featureExtractor(pretrained, { numClasses: 3 });
      const head = tf.tidy(() => [tf.tensor2d(kernel, [64, 3]), tf.zeros([3])]);
      model.layers.at(-1)?.setWeights(head);
      unfreeze(pretrained, { from: keras.from.layer });
      const { stem, tail } = splitModel(model, keras.from.layer);
      const xs = tf.tensor4d(photos, [40, 12, 12, 3]);
      const ys = tf.tensor1d(labels, "int32");
      const features = await extractFeatures({ xs, ys }, stem);
      const [height = 0, width = 0, channels = 0] = features.xs.shape.slice(1);
      const validationData = {
        xs: tf.slice(features.xs, [0, 0, 0, 0], [16, height, width, channels]),
        ys: tf.slice(ys, [0], [16]),
      };
      const trainer = compile(tail, {
        optimizer: new Adam({ learningRate: 1e-3 }),
        loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
        metrics: ["accuracy"],
      });
      const { history } = await trainer.fit(features, {
        batchSize: 8,
        epochs: 3,
        shuffle: false,
        verbose: 0,
        validationData,
      });
      for (const [name, epochs] of Object.entries(keras.from.history))
        expectClose(history[name] ?? [], epochs, name);
      // What the tail learned, the whole model knows.
      const [whole, parts] = [model.predict(xs), tail.predict(features.xs)] as tf.Tensor[];
      expectClose([...(whole?.dataSync() ?? [])], [...(parts?.dataSync() ?? [])], "answers");
      trainer.dispose();
      features.dispose();
      tf.dispose([head, xs, ys, validationData.xs, validationData.ys, whole, parts]);
      tail.dispose();
      model.dispose();
      pretrained.layers.at(-1)?.dispose();
    });
  });
});

describe("unfreeze", () => {
  it("names the layers when it does not know one", async () => {
    const pretrained = toLayersModel(await readKeras(base));
    const refusal = (): void => unfreeze(pretrained, { from: "block9" });
    expect(refusal).toThrow(TrainingError);
    expect(refusal).toThrow('has no layer "block9". Its layers: rescaling');
    pretrained.dispose();
  });
});

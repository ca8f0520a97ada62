/** Frozen batch normalization from file to file: it stays as it was, and the rest learns as in Keras. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { fromLayersModel, readKeras, toLayersModel, writeKeras } from "@flowers/keras-format";
import { featureExtractor, kerasLayers } from "@flowers/model-zoo";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { compile } from "./compile";
import { SparseCategoricalCrossentropy } from "./losses/crossentropy";
import { SGD } from "./optimizers/sgd";

interface Run {
  readonly before: number[];
  readonly after: number[];
  readonly history: Record<string, number[]>;
  /** By layer, in the order of `getWeights`. */
  readonly weights: number[][][];
}
const fixture = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`./fixtures/frozen/${name}`, import.meta.url)));
const keras = JSON.parse(fixture("runs.json").toString()) as Run;

// The same formulas as in tools/golden/scripts/training/frozen.py.
const values = Array.from({ length: 48 }, (_, i) => ((i * 37) % 41) / 20 - 1);
const labels = Array.from({ length: 12 }, (_, i) => (i * 5) % 3);

/** Nine steps of float32 sums in another order; values are up to 3. */
const digits = 5;

function expectClose(actual: readonly number[], expected: readonly number[], what: string): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(actual[i], `${what} ${i}`).toBeCloseTo(value, digits));
}

async function predict(model: tf.LayersModel, xs: tf.Tensor): Promise<number[]> {
  const output = model.predict(xs) as tf.Tensor;
  const read = [...(await output.data())];
  output.dispose();
  return read;
}

const weightsOf = (layer: tf.layers.Layer): Promise<number[][]> =>
  Promise.all(layer.getWeights().map(async (weight) => [...(await weight.data())]));

/** Ways to bring the model of Keras's file here; the last two save and load it once more. */
const ways: Record<string, (model: tf.LayersModel) => Promise<tf.LayersModel>> = {
  "from Keras's file": (model) => Promise.resolve(model),
  "from Keras's file, with our layers": async (model) => {
    model.dispose();
    return toLayersModel(await readKeras(fixture("frozen.keras")), { layers: kerasLayers });
  },
  "through a tfjs file": async (model) => {
    const artifacts = await new Promise<tf.io.ModelArtifacts>((resolve) => {
      const handler = tf.io.withSaveHandler((saved) => {
        resolve(saved);
        return Promise.resolve({
          modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" as const },
        });
      });
      void model.save(handler);
    });
    model.dispose();
    return tf.loadLayersModel(tf.io.fromMemory(artifacts));
  },
  "through a .keras file of ours": async (model) => {
    const bytes = await writeKeras(await fromLayersModel(model));
    model.dispose();
    return toLayersModel(await readKeras(bytes));
  },
};

describeOnBackends("frozen batch normalization", () => {
  it.each(Object.keys(ways))("is Keras's, %s", async (way) => {
    await expectNoLeak(async () => {
      const model = await ways[way]!(toLayersModel(await readKeras(fixture("frozen.keras"))));
      const xs = tf.tensor2d(values, [12, 4]);
      const ys = tf.tensor1d(labels, "int32");
      const [dense, frozen] = model.layers.slice(-5) as [tf.layers.Layer, tf.layers.Layer];
      expect(frozen.trainable).toBe(false);
      expectClose(await predict(model, xs), keras.before, "prediction");
      const untouched = await weightsOf(frozen);
      const learned = await weightsOf(dense);

      const trainer = compile(model, {
        optimizer: new SGD({ learningRate: 0.1 }),
        loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
      });
      const validationData = { xs: tf.slice(xs, [0, 0], [6, 4]), ys: tf.slice(ys, [0], [6]) };
      const { history } = await trainer.fit(
        { xs, ys },
        { epochs: 3, batchSize: 4, shuffle: false, verbose: 0, validationData },
      );
      for (const [name, epochs] of Object.entries(keras.history)) {
        expectClose(history[name] ?? [], epochs, name);
      }
      expect(await weightsOf(frozen)).toEqual(untouched);
      expect(await weightsOf(dense)).not.toEqual(learned);
      for (const [i, layer] of model.layers.slice(-5).entries()) {
        const weights = await weightsOf(layer);
        keras.weights[i]?.forEach((each, j) =>
          expectClose(weights[j] ?? [], each, `${layer.name} weight ${j}`),
        );
      }
      expectClose(await predict(model, xs), keras.after, "later prediction");

      tf.dispose([xs, ys, validationData.xs, validationData.ys]);
      trainer.dispose();
      model.dispose();
    });
  });

  it("holds inside a frozen model, and ends with fit", async () => {
    await expectNoLeak(async () => {
      const inner = tf.sequential({
        layers: [tf.layers.batchNormalization({ inputShape: [4] })],
      });
      inner.trainable = false;
      const model = tf.sequential({ layers: [inner, tf.layers.dense({ units: 3 })] });
      const normalization = inner.layers[0] as tf.layers.Layer;
      const before = await weightsOf(normalization);
      const trainer = compile(model, {
        optimizer: "sgd",
        loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
      });
      const data = { xs: tf.tensor2d(values, [12, 4]), ys: tf.tensor1d(labels, "int32") };
      await trainer.fit(data, { batchSize: 4, verbose: 0 });
      expect(await weightsOf(normalization)).toEqual(before);

      inner.trainable = true;
      trainer.dispose();
      expect(Object.hasOwn(normalization, "call")).toBe(false);
      tf.dispose(Object.values(data));
      model.dispose();
    });
  });

  it("leaves the averages in a feature extractor as they are until the layer is unfrozen", async () => {
    await expectNoLeak(async () => {
      const base = tf.sequential({
        layers: [
          tf.layers.batchNormalization({ inputShape: [2], name: "norm" }),
          tf.layers.dense({ units: 2, name: "old_head" }),
        ],
      });
      const model = featureExtractor(base, { numClasses: 2, cutAt: "norm" });
      const norm = model.getLayer("norm");
      const averages = async (): Promise<number[]> => (await weightsOf(norm)).flat();
      const data = {
        xs: tf.tensor2d([
          [10, 20],
          [30, 40],
        ]),
        ys: tf.tensor1d([0, 1], "int32"),
      };
      const trainer = compile(model, {
        optimizer: "sgd",
        loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
      });
      await trainer.fit(data, { verbose: 0 });
      expect(await averages()).toEqual([1, 1, 0, 0, 0, 0, 1, 1]); // gamma, beta, mean, variance: as made
      norm.trainable = true;
      await trainer.fit(data, { verbose: 0 });
      expect((await averages()).slice(4, 6)).not.toEqual([0, 0]);
      tf.dispose(Object.values(data));
      trainer.dispose();
      base.layers.forEach((layer) => layer.dispose());
      model.layers.slice(2).forEach((layer) => layer.dispose());
    });
  });
});

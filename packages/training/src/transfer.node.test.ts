/** Transfer learning from a file to a file: a saved classifier without its head, frozen, learns other classes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { imageDatasetFromDirectory, type ImageDataset } from "@flowers/dataset";
import { featureExtractor, threeBlockCnn } from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import { describeOnBackends } from "@flowers-tools/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ModelCheckpoint } from "./callbacks/model-checkpoint";
import { compile } from "./compile";
import { folderStore } from "./files";
import { SparseCategoricalCrossentropy } from "./losses/crossentropy";
import type { ModelTrainer } from "./trainer/model-trainer";

const images = fileURLToPath(new URL("./fixtures/parity/images", import.meta.url));
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "flowers-transfer-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const compiled = (model: tf.LayersModel, learningRate?: number): ModelTrainer => {
  const trainer = compile(model, {
    optimizer: "adam",
    loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ["accuracy"],
  });
  if (learningRate !== undefined) trainer.optimizer.learningRate = learningRate;
  return trainer;
};

const valuesOf = async (weights: tf.LayersModel["weights"]): Promise<number[][]> =>
  Promise.all(weights.map(async (weight) => [...(await weight.read().data())]));

async function photos(): Promise<ImageDataset> {
  setRandomSeed(3);
  return imageDatasetFromDirectory(images, { imageSize: [24, 24], batchSize: 16, seed: 3 });
}

describeOnBackends(
  "a feature extractor",
  (backend) => {
    it("keeps a saved model's features and learns a new head", async () => {
      const store = folderStore(join(folder, backend));
      const five = await photos();
      const base = threeBlockCnn({ imageSize: [24, 24], numClasses: 5, filters: [8, 16] });
      const baseTrainer = compiled(base);
      await baseTrainer.fit(five, {
        epochs: 4,
        verbose: 0,
        callbacks: [new ModelCheckpoint("base.json", { store })],
      });
      const learned = await valuesOf(base.weights);
      baseTrainer.dispose();
      base.dispose();

      const loaded = await tf.loadLayersModel(`file://${join(folder, backend, "base.json")}`);
      expect(await valuesOf(loaded.weights)).toEqual(learned);
      const model = featureExtractor(loaded, { numClasses: 2 });
      const frozen = model.weights.filter((weight) => !weight.name.startsWith("head_"));
      expect(frozen).toHaveLength(6); // two convolutions and a dense layer: kernel and bias each
      const before = await valuesOf(frozen);

      // Another task: yellow flowers (dandelion, sunflowers: classes 1 and 3) or not.
      const yellow = (ys: tf.Tensor): tf.Tensor =>
        tf.tidy(() => tf.cast(tf.equal(tf.mod(ys, 2), 1), "int32"));
      async function* task(): AsyncGenerator<{ xs: tf.Tensor; ys: tf.Tensor }> {
        const iterator = await (await photos()).iterator();
        for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
          const { xs, ys } = next.value as { xs: tf.Tensor; ys: tf.Tensor };
          yield { xs, ys: yellow(ys) };
          ys.dispose();
        }
      }
      const trainer = compiled(model, 0.01);
      const { history } = await trainer.fit(task, { epochs: 12, verbose: 0 });
      const accuracy = history["accuracy"] ?? [];
      expect(await valuesOf(frozen)).toEqual(before);
      expect(Math.max(...accuracy.slice(-3))).toBeGreaterThan((accuracy[0] ?? 1) + 0.1);
      expect((history["loss"] ?? []).at(-1)).toBeLessThan((history["loss"] ?? [])[0] ?? 0);

      // The new model goes to a file, too, and gives the same predictions from there.
      await model.save(`file://${join(folder, backend, "yellow")}`);
      const copy = await tf.loadLayersModel(
        `file://${join(folder, backend, "yellow", "model.json")}`,
      );
      const x = tf.fill([1, 24, 24, 3], 90);
      const [a, b] = [model, copy].map((each) => each.predict(x) as tf.Tensor) as [
        tf.Tensor,
        tf.Tensor,
      ];
      expect([...(await b.data())]).toEqual([...(await a.data())]);
      trainer.dispose();
      tf.dispose([x, a, b]);
      model.dispose();
      copy.dispose();
    });
  },
  ["wasm", "tensorflow"],
);

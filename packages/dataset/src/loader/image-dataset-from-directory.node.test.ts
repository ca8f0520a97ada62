import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { datasetSeeds, ShuffleSeedGenerator, shuffleIndices } from "@flowers/random";
import { expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { imageDatasetFromDirectory } from "./image-dataset-from-directory";

const folder = fileURLToPath(new URL("../../fixtures/parity", import.meta.url));
const parity = JSON.parse(
  readFileSync(new URL("../../fixtures/parity.json", import.meta.url), "utf8"),
) as {
  train_files: string[];
  val_files: string[];
  class_names: string[];
};
const relative = (paths: readonly string[]): string[] =>
  paths.map((path) => path.slice(folder.length + 1));

describe("a split folder", () => {
  it("has Keras's files in Keras's order, and prints Keras's lines", async () => {
    const lines: string[] = [];
    const [training, validation] = await imageDatasetFromDirectory(folder, {
      validationSplit: 0.2,
      subset: "both",
      seed: 123,
      imageSize: [40, 48],
      print: (line: string) => lines.push(line),
    });
    expect(relative(training.filePaths)).toEqual(parity.train_files);
    expect(relative(validation.filePaths)).toEqual(parity.val_files);
    expect(training.classNames).toEqual(parity.class_names);
    expect(lines).toEqual([
      "Found 93 files belonging to 5 classes.",
      "Using 75 files for training.",
      "Using 18 files for validation.",
    ]);
    expect([training.cardinality(), training.size]).toEqual([3, 3]);
  });

  it("gives its batches in tf.data's order, a new one in each iteration", async () => {
    const training = await imageDatasetFromDirectory(folder, {
      validationSplit: 0.2,
      subset: "training",
      seed: 123,
      imageSize: [40, 48],
      batchSize: 8,
      print: () => undefined,
    });
    const labelOf = (path: string): number => parity.class_names.indexOf(path.split("/")[0]!);
    const seeds = new ShuffleSeedGenerator(datasetSeeds(123), true);
    for (let epoch = 0; epoch < 2; epoch++) {
      const order = [...shuffleIndices(75, 64, seeds.next())];
      const labels: number[] = [];
      const shapes: number[][] = [];
      await expectNoLeak(async () => {
        for await (const { xs, ys } of training) {
          labels.push(...ys.dataSync());
          shapes.push(xs.shape);
          expect(xs.dtype).toBe("float32");
          tf.dispose([xs, ys]);
        }
      });
      expect(labels).toEqual(order.map((i) => labelOf(parity.train_files[i]!)));
      expect(shapes.at(-1)).toEqual([3, 40, 48, 3]);
    }
  });

  it("works with stock fitDataset and evaluateDataset", async () => {
    await tf.setBackend("cpu");
    const images = await imageDatasetFromDirectory(folder, {
      imageSize: [6, 6],
      seed: 1,
      labelMode: "categorical",
      print: () => undefined,
    });
    const model = tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [6, 6, 3] }),
        tf.layers.dense({ units: 5, activation: "softmax" }),
      ],
    });
    model.compile({ optimizer: "sgd", loss: "categoricalCrossentropy" });
    const data = images
      .map(({ xs, ys }) => ({ xs: tf.div(xs, 255), ys }))
      .cache()
      .shuffle(10, { seed: 3 })
      .prefetch();
    const { history } = await model.fitDataset(data, {
      epochs: 2,
      validationData: data,
      verbose: 0,
    });
    expect(history["loss"]).toHaveLength(2);
    expect(history["val_loss"]![1] as number).toBeLessThan(history["val_loss"]![0] as number);
    model.dispose();
  });
});

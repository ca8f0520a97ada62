import { datasetSeeds, ShuffleSeedGenerator, shuffleIndices } from "@flowers/random";
import { expectNoLeak } from "@flowers-tools/testing";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { readParity } from "../test-support/fixtures";
import { pickedFiles, privateFolder, writeFiles } from "../test-support/folders";
import type { DirectorySource } from "./directory-source";
import { imageDatasetFromDirectory } from "./image-dataset-from-directory";

await tf.setBackend("cpu");
const { parity, images } = await readParity();

const sources: Record<string, () => Promise<DirectorySource>> = {
  "a directory handle": async () => {
    const folder = await privateFolder("parity");
    await writeFiles(folder, images);
    return folder;
  },
  "files of an input": () => Promise.resolve(pickedFiles("parity", images)),
};

describe.each(Object.entries(sources))("%s", (_, open) => {
  it("has Keras's files in Keras's order, and prints Keras's lines", async () => {
    const lines: string[] = [];
    const [training, validation] = await imageDatasetFromDirectory(await open(), {
      validationSplit: 0.2,
      subset: "both",
      seed: 123,
      imageSize: [40, 48],
      print: (line: string) => lines.push(line),
    });
    expect(training.filePaths).toEqual(parity.train_files.map((path) => `parity/${path}`));
    expect(validation.filePaths).toEqual(parity.val_files.map((path) => `parity/${path}`));
    expect(training.classNames).toEqual(parity.class_names);
    expect(lines).toEqual([
      "Found 93 files belonging to 5 classes.",
      "Using 75 files for training.",
      "Using 18 files for validation.",
    ]);
  });

  it("gives its batches in tf.data's order, a new one in each iteration", async () => {
    const training = await imageDatasetFromDirectory(await open(), {
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
      await expectNoLeak(async () => {
        for await (const { xs, ys } of training) {
          labels.push(...ys.dataSync());
          expect(xs.dtype).toBe("float32");
          tf.dispose([xs, ys]);
        }
      });
      expect(labels).toEqual(order.map((i) => labelOf(parity.train_files[i]!)));
    }
  });
});

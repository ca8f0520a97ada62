/** Augmentation in a data set that several workers share: drawn for the whole batch, so that together it is one process's. */
import { rm } from "node:fs/promises";
import { mixUp, randomFlip, randomRotation } from "@flowers/augmentation";
import { type ImageDataset, imageDatasetFromDirectory, type LabelledBatch } from "@flowers/dataset";
import { gaussianNoise } from "@flowers/model-zoo";
import { rowsOf } from "@flowers/training";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeTinyFolder, type TinyFolder } from "../../test-support/tiny-folder";

describe("random layers in a map", () => {
  let folder: TinyFolder;
  beforeAll(async () => {
    await tf.setBackend("cpu");
    folder = await makeTinyFolder(["daisy", "roses"], 4, "png");
  });
  afterAll(() => rm(folder.home, { recursive: true, force: true }));

  async function photos(): Promise<ImageDataset<LabelledBatch>> {
    const print = (): void => undefined;
    // 8 files in batches of 3: the last has 2, so that the third of three workers has no row of it.
    return imageDatasetFromDirectory(folder.pictures, {
      ...{ imageSize: [6, 6], batchSize: 3, seed: 5, print },
    });
  }

  async function augmented(): Promise<ImageDataset<{ xs: tf.Tensor; ys: tf.Tensor }>> {
    const flip = randomFlip({ seed: 1 });
    const turn = randomRotation({ factor: 0.2, seed: 2 });
    const noise = gaussianNoise({ stddev: 0.5, seed: 4 });
    const apply = (layer: tf.layers.Layer, xs: tf.Tensor): tf.Tensor =>
      layer.apply(xs, { training: true }) as tf.Tensor;
    return (await photos()).map(({ xs, ys }) => ({
      xs: apply(noise, apply(turn, apply(flip, xs))),
      ys,
    }));
  }

  async function mixed(): Promise<ImageDataset<{ xs: tf.Tensor; ys: tf.Tensor }>> {
    const mix = mixUp({ seed: 3 });
    return (await photos()).map(
      ({ xs, ys }) => ({ xs: mix.apply(xs, { training: true }) as tf.Tensor, ys }),
      { acrossRows: true },
    );
  }

  async function valuesOf(dataset: AsyncIterable<unknown>): Promise<number[][]> {
    const batches: number[][] = [];
    for await (const element of dataset) {
      const { xs, ys } = element as { readonly xs: tf.Tensor; readonly ys: tf.Tensor };
      expect(xs.shape).toEqual([ys.shape[0], 6, 6, 3]);
      batches.push([...(await xs.data())]);
      tf.dispose([xs, ys]);
    }
    return batches;
  }

  it.each([
    ["layers", augmented],
    ["mixing across rows", mixed],
  ])("give the workers one process's batches: %s", async (_, make) => {
    const whole = await make();
    const workers = await Promise.all(
      [0, 1, 2].map(async (index) => (await make()).forWorker((of) => rowsOf(index, 3, of))),
    );
    for (let epoch = 0; epoch < 2; epoch++) {
      const pieces: number[][][] = [];
      for (const worker of workers) pieces.push(await valuesOf(worker));
      const expected = await valuesOf(whole);
      expect(expected.map((_, batch) => pieces.flatMap((piece) => piece[batch] ?? []))).toEqual(
        expected,
      );
    }
  });

  it("refuse to mix rows that a worker does not have", async () => {
    const mix = mixUp({ seed: 3 });
    const dataset = (await photos()).map(
      ({ xs }) => mix.apply(xs, { training: true }) as tf.Tensor,
    );
    await expect(valuesOf(dataset.forWorker((of) => rowsOf(0, 2, of)))).rejects.toThrow(/MixUp/);
  });
});

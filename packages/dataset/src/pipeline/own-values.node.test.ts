/** Whoever takes an element may write into what its tensors give, on a backend that hands out the very array a tensor was made of. */
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { imageDatasetFromDirectory } from "../index";
import type { ImageDataset, ImageDatasetOptions, LabelledBatch } from "../index";

const folder = fileURLToPath(new URL("../../fixtures/parity", import.meta.url));
const cachePath = join(tmpdir(), `own-values-${process.pid}`);
type Batches = ImageDataset<LabelledBatch>;

const pipelines: Readonly<Record<string, (batches: Batches) => Batches>> = {
  cache: (batches) => batches.cache(),
  "cache on disk": (batches) => batches.cache(cachePath),
  "map, cache": (batches) => batches.map(({ xs, ys }) => ({ xs, ys })).cache(),
  "cache, map": (batches) => batches.cache().map(({ xs, ys }) => ({ xs, ys })),
  "cache, shuffle": (batches) => batches.cache().shuffle(1, { seed: 1 }),
  "cache, prefetch": (batches) => batches.cache().prefetch(2),
  "cache, filter": (batches) => batches.cache().filter(() => true),
  "cache, skip": (batches) => batches.cache().skip(0),
  "cache, repeat": (batches) => batches.cache().repeat(1),
  "cache, cache": (batches) => batches.cache().cache(),
};
const pixels: readonly ImageDatasetOptions[] = [
  { interpolation: "bilinear" },
  { interpolation: "nearest" },
  { pixels: "uint8" },
];

/** What an epoch gives, before all of it is overwritten. */
async function spoiled(batches: Batches): Promise<number[][]> {
  const read: number[][] = [];
  for await (const { xs, ys } of batches) {
    for (const values of [xs.dataSync(), ys.dataSync()]) {
      expect(values.buffer).not.toBeInstanceOf(SharedArrayBuffer); // which web interfaces refuse
      read.push([...values]);
      values.fill(7);
    }
    tf.dispose([xs, ys]);
  }
  return read;
}

describe.each(pixels)("%j", (options) => {
  beforeAll(() => tf.setBackend("cpu"));
  afterAll(() => rmSync(`${cachePath}.flowers-cache`, { recursive: true, force: true }));

  it.each(Object.entries(pipelines))(
    "%s gives the same pixels and labels again",
    async (_, make) => {
      const batches = make(
        await imageDatasetFromDirectory(folder, {
          ...{ verbose: false, imageSize: [7, 9], shuffle: false, batchSize: 32 },
          ...options,
        }),
      );
      const first = await spoiled(batches);
      expect(await spoiled(batches)).toEqual(first);
      expect(await spoiled(batches)).toEqual(first);
    },
  );
});

it("a cache keeps its values when a tensor that a function gives is written to", async () => {
  await tf.setBackend("cpu");
  const mask = tf.ones([2]);
  const cached = (
    await imageDatasetFromDirectory(folder, { verbose: false, imageSize: [2, 2], batchSize: 64 })
  )
    .map(({ xs, ys }) => {
      tf.dispose(xs);
      return { xs: mask.clone(), ys };
    })
    .cache();
  for await (const batch of cached) tf.dispose([batch.xs, batch.ys]);
  mask.dataSync().fill(0);
  for await (const { xs, ys } of cached) {
    expect([...xs.dataSync()]).toEqual([1, 1]);
    tf.dispose([xs, ys]);
  }
  mask.dispose();
});

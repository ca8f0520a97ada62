/** One pass through a disk cache, observed. */
import * as tf from "@tensorflow/tfjs";
import type { ImageDataset, LabelledBatch } from "../pipeline/image-dataset";

/** The sum of all values, and how many batches were decoded because the cache did not have them. */
export async function cachedEpoch(
  dataset: ImageDataset<LabelledBatch>,
  path: string,
): Promise<{ sum: number; decoded: number }> {
  let decoded = 0;
  const counted = dataset.map(({ xs, ys }) => {
    decoded++;
    return { xs, ys };
  });
  let sum = 0;
  for await (const { xs, ys } of counted.cache(path)) {
    for (const value of [...xs.dataSync(), ...ys.dataSync()]) sum += value;
    tf.dispose([xs, ys]);
  }
  return { sum, decoded };
}

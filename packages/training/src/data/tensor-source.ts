/** Batches cut from whole tensors, in order or shuffled as Keras shuffles arrays. */
import * as tf from "@tensorflow/tfjs";
import { datasetSeeds, shuffle as permutation, ShuffleSeedGenerator } from "@flowers/random";
import { TrainingError } from "../errors";
import { type BatchNames, mapBatch, tensorsOf, toBatch } from "./batch";
import type { BatchSource, CutOptions, TensorData } from "./batch-source";

/**
 * The tensors stay the caller's; the batches cut from them are the trainer's.
 *
 * @throws TrainingError `shape-mismatch` if the tensors' first sizes differ, `invalid-argument` for the batch size
 */
export function tensorSource(
  data: TensorData,
  names: BatchNames,
  { batchSize, shuffle }: CutOptions,
): BatchSource {
  const whole = toBatch(data, names, false);
  const all = tensorsOf(whole);
  const count = whole.size;
  if (all.some(({ shape }) => shape[0] !== count)) {
    throw new TrainingError(
      "shape-mismatch",
      `Data cardinality is ambiguous: first sizes are ${all.map(({ shape }) => shape[0]).join(", ")}.`,
    );
  }
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new TrainingError(
      "invalid-argument",
      `batchSize must be a positive whole number; received ${batchSize}.`,
    );
  }
  const seeds = shuffle ? new ShuffleSeedGenerator(datasetSeeds(null), true) : null;
  return {
    steps: Math.ceil(count / batchSize),
    fills: false,
    open: () => {
      const order = seeds ? permutation(count, { seed: seeds.next() }) : null;
      let start = 0;
      return Promise.resolve({
        next: () => {
          if (start >= count) return Promise.resolve(null);
          const [from, size] = [start, Math.min(batchSize, count - start)];
          start += batchSize;
          const batch = mapBatch(whole, (tensor) => {
            if (!order) return tf.slice(tensor, from, size);
            return tf.tidy(() =>
              tf.gather(tensor, tf.tensor1d(order.subarray(from, from + size), "int32")),
            );
          });
          return Promise.resolve({
            ...batch,
            size,
            dispose: () => tf.dispose(tensorsOf(batch)),
          });
        },
        close: () => Promise.resolve(),
      });
    },
  };
}

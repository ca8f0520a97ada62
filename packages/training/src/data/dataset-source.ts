/** Batches of a tf.data dataset. */
import type * as tf from "@tensorflow/tfjs";
import { type BatchNames, toBatch } from "./batch";
import type { BatchSource } from "./batch-source";

/** The dataset makes its batches' tensors; the trainer disposes of them. */
export function datasetSource(
  dataset: tf.data.Dataset<tf.TensorContainer>,
  names: BatchNames,
): BatchSource {
  // tf.data says null, Infinity or NaN when it does not know.
  const size = dataset.size as number | null;
  return {
    steps: size !== null && Number.isFinite(size) && size >= 0 ? size : null,
    fills: true,
    open: async () => {
      const iterator = await dataset.iterator();
      return {
        next: async () => {
          const next = await iterator.next();
          return next.done ? null : toBatch(next.value as unknown, names, true);
        },
        close: async () => {
          if ("return" in iterator && typeof iterator.return === "function") {
            await (iterator.return as () => Promise<unknown>)();
          }
        },
      };
    },
  };
}

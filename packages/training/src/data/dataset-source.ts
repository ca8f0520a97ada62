/** Batches of a tf.data dataset. */
import type * as tf from "@tensorflow/tfjs";
import type { BatchRows } from "../cluster/rows";
import { withHeldRows } from "../cluster/worker-source";
import { type BatchNames, toBatch } from "./batch";
import type { BatchSource } from "./batch-source";

/**
 * The dataset makes its batches' tensors; the trainer disposes of them.
 *
 * @param ownRows whether its elements are one worker's rows, and say which
 */
export function datasetSource(
  dataset: tf.data.Dataset<tf.TensorContainer>,
  names: BatchNames,
  { ownRows = false } = {},
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
          if (next.done) return null;
          const batch = toBatch(next.value as unknown, names, true);
          if (!ownRows) return batch;
          return withHeldRows(batch, (next.value as unknown as { readonly rows: BatchRows }).rows);
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

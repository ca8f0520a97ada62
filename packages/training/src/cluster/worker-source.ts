/** The batches of one worker: of each global batch its own rows. */
import * as tf from "@tensorflow/tfjs";
import { type Batch, mapBatch, tensorsOf } from "../data/batch";
import type { BatchIterator, BatchSource } from "../data/batch-source";
import type { BatchRows, RowsOf } from "./rows";

/** Cuts the batches of a source that gives every worker all rows. What is cut is the trainer's; the rest its owner's. */
export function workerSource(source: BatchSource, rowsOf: RowsOf): BatchSource {
  return {
    ...source,
    open: async (): Promise<BatchIterator> => {
      const iterator = await source.open();
      return {
        next: async () => {
          const batch = await iterator.next();
          return batch && cut(batch, rowsOf(batch.size));
        },
        close: () => iterator.close(),
      };
    },
  };
}

function cut(batch: Batch, rows: BatchRows): Batch {
  const { start, size } = heldRows(rows);
  const own = mapBatch(batch, (tensor) => tf.slice(tensor, start, size));
  batch.dispose();
  return { ...own, size, rows, dispose: () => tf.dispose(tensorsOf(own)) };
}

/** The rows that a worker holds: its own; where it has none, the first, which then counts for nothing. */
function heldRows({ start, count }: BatchRows): { readonly start: number; readonly size: number } {
  return count === 0 ? { start: 0, size: 1 } : { start, size: count };
}

/** A batch that was cut where its rows are made: with a row of zeros where the worker has none. Takes the batch over. */
export function withHeldRows(batch: Batch, rows: BatchRows): Batch {
  if (rows.count > 0) return { ...batch, rows };
  const own = mapBatch(batch, (tensor) => tf.zeros([1, ...tensor.shape.slice(1)], tensor.dtype));
  batch.dispose();
  return { ...own, size: 1, rows, dispose: () => tf.dispose(tensorsOf(own)) };
}

/**
 * Which rows a piece of work has of a batch that several workers share. Layers that draw ask for it when they are not told
 * by their call argument `rows`, so that a function of a data set need not hand it on.
 */
import type { BatchRows } from "./drawing-layer";

let current: BatchRows | null = null;

/** Runs `work`, in which the batch is these rows of a larger one. `work` must not be asynchronous. */
export function withBatchRows<T>(rows: BatchRows | null, work: () => T): T {
  const before = current;
  current = rows;
  try {
    return work();
  } finally {
    current = before;
  }
}

/** The rows of the {@link withBatchRows} that is under way; null outside of any. */
export function currentBatchRows(): BatchRows | null {
  return current;
}

/** What a dataset offers so that a worker of a cluster makes its own rows only. `ImageDataset` of `@flowers/dataset` does. */
import type * as tf from "@tensorflow/tfjs";
import type { BatchRows, RowsOf } from "./rows";

/**
 * A batched dataset that can be cut below what makes its rows. Without these two, every worker makes each global batch whole
 * and takes its rows of it: right, but all read and decode everything.
 */
export interface ClusterDataset {
  /**
   * The same dataset for one worker: as many batches, each with the rows that `rowsOf` names for the size of the whole batch.
   * Its elements are `{ xs, ys, rows }`, {@link ClusterElement}. What draws (shuffling) draws as for the whole.
   */
  forWorker(rowsOf: RowsOf): tf.data.Dataset<tf.TensorContainer>;
  /** A text that is the same on workers that hold the same data in the same order: files, their sizes, seeds, stages. */
  fingerprint(): string | Promise<string>;
}

/** An element of {@link ClusterDataset.forWorker}. */
export interface ClusterElement {
  /** `[rows.count, ...]`, also where that is 0. */
  readonly xs: tf.TensorContainer;
  readonly ys?: tf.TensorContainer;
  /** Where these rows stand in their global batch. */
  readonly rows: BatchRows;
}

/** Whether data can be cut below what makes its rows. */
export function isClusterDataset(data: unknown): data is ClusterDataset {
  return (
    typeof data === "object" &&
    data !== null &&
    "forWorker" in data &&
    typeof data.forWorker === "function" &&
    "fingerprint" in data &&
    typeof data.fingerprint === "function"
  );
}

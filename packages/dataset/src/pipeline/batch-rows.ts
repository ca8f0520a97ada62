/** Which rows of each batch are one worker's, where several train on one data set together. */
import type { BatchRows } from "@flowers/random";
import type * as tf from "@tensorflow/tfjs";

export type { BatchRows };

/** A worker's rows of a batch of a given size. `rowsOf` of `@flowers/training` is the rule. */
export type RowsOf = (globalBatch: number) => BatchRows;

/** An element of {@link ImageDataset.forWorker}: a worker's rows of a batch, and where they stand in it. */
export type WorkerBatch = {
  readonly xs: tf.TensorContainer;
  readonly ys?: tf.TensorContainer;
  readonly sampleWeight?: tf.TensorContainer;
  /** {@link BatchRows}. */
  readonly rows: { readonly [name in keyof BatchRows]: number };
};

/** Any cut by its text: what it leaves of a batch that is large enough for all workers to have rows. */
export function nameOf(rowsOf: RowsOf): string {
  const { start, count, of } = rowsOf(2 ** 20);
  return `${start}-${start + count}-of-${of}`;
}

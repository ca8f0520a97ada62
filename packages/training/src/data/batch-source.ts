/** What `fit`, `evaluate` and `predict` read, and how batches come of it. */
import type * as tf from "@tensorflow/tfjs";
import type { RowsOf } from "../cluster/rows";
import type { Batch, Tensors } from "./batch";

/** Whole tensors, cut into batches by `batchSize`. They stay the caller's. */
export interface TensorData {
  readonly xs: Tensors;
  readonly ys?: Tensors;
  readonly sampleWeight?: Tensors;
}

export type AnyIterable = Iterable<unknown> | AsyncIterable<unknown>;

/**
 * What `fit`, `evaluate` and `predict` read:
 * a tf.data dataset or `ImageDataset` (its batches are disposed of); a function that makes an iterable of batches (the
 * same); an iterable of batches, which stay the caller's; whole tensors, which do too; or for `predict` one tensor of
 * inputs.
 */
export type TrainingData =
  | tf.data.Dataset<tf.TensorContainer>
  | tf.Tensor
  | AnyIterable
  | (() => AnyIterable)
  | TensorData;

export interface BatchIterator {
  /** The next batch, or null at the end. The caller calls its `dispose`. */
  next(): Promise<Batch | null>;
  /** Ends the iteration early. */
  close(): Promise<void>;
}

export interface BatchSource {
  /** Batches of one pass; null while that is unknown. */
  readonly steps: number | null;
  /** Starts a pass; one that shuffles draws its seeds now, as TensorFlow does when it makes an iterator. */
  open(): Promise<BatchIterator>;
  /** Whether the first pass may fill a cache, so that resuming must not skip it. */
  readonly fills: boolean;
}

/** How whole tensors are cut. */
export interface CutOptions {
  /** On a cluster: which rows of each batch are this worker's. */
  readonly rowsOf?: RowsOf | undefined;
  readonly batchSize: number;
  readonly shuffle: boolean;
}

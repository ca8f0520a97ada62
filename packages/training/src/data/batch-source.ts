/** Where batches come from: datasets, iterables, generator functions, or whole tensors cut into batches. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import type { Batch, BatchNames, Tensors } from "./batch";
import { datasetSource } from "./dataset-source";
import { iterableSource } from "./iterable-source";
import { tensorSource } from "./tensor-source";

/** Whole tensors, cut into batches by `batchSize`. They stay the caller's. */
export interface TensorData {
  readonly xs: Tensors;
  readonly ys?: Tensors;
  readonly sampleWeight?: Tensors;
}

type AnyIterable = Iterable<unknown> | AsyncIterable<unknown>;

/**
 * What `fit`, `evaluate` and `predict` read:
 * a tf.data dataset or `ImageDataset` (its batches are disposed of); a function that makes an iterable of batches (the
 * same); an iterable of batches, which stay the caller's; whole tensors, which do too; or for `predict` one tensor of
 * inputs.
 */
export type TrainingData =
  tf.data.Dataset<tf.TensorContainer> | tf.Tensor | AnyIterable | (() => AnyIterable) | TensorData;

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
  readonly batchSize: number;
  readonly shuffle: boolean;
}

function isDataset(data: TrainingData): data is tf.data.Dataset<tf.TensorContainer> {
  return typeof data === "object" && "iterator" in data && typeof data.iterator === "function";
}

function isIterable(data: unknown): data is AnyIterable {
  return (
    typeof data === "object" &&
    data !== null &&
    (Symbol.iterator in data || Symbol.asyncIterator in data)
  );
}

/**
 * Reads any accepted data.
 *
 * @throws TrainingError `invalid-argument` or `shape-mismatch`
 */
export function batchSource(
  data: TrainingData,
  names: BatchNames,
  options: CutOptions,
): BatchSource {
  if (typeof data === "function") return iterableSource(data, names, true);
  if (data instanceof tf.Tensor) return tensorSource({ xs: data }, names, options);
  if (typeof data === "object" && (data as unknown) !== null) {
    if (isDataset(data)) return datasetSource(data, names);
    if (isIterable(data)) {
      const isTensorList = Array.isArray(data) && data[0] instanceof tf.Tensor;
      return isTensorList
        ? tensorSource({ xs: data as tf.Tensor[] }, names, options)
        : iterableSource(() => data, names, false);
    }
    if ("xs" in data) return tensorSource(data, names, options);
  }
  throw new TrainingError(
    "invalid-argument",
    "Data must be a dataset, an iterable of { xs, ys }, a function that makes one, or { xs, ys } of tensors.",
  );
}

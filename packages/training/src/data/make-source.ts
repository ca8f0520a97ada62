/** Tells datasets, iterables, generator functions and whole tensors apart. */
import * as tf from "@tensorflow/tfjs";
import { isClusterDataset } from "../cluster/cluster-dataset";
import { workerSource } from "../cluster/worker-source";
import { TrainingError } from "../errors";
import type { BatchNames } from "./batch";
import type { BatchSource, CutOptions, TrainingData } from "./batch-source";
import { datasetSource } from "./dataset-source";
import { isIterable, iterableSource } from "./iterable-source";
import { tensorSource } from "./tensor-source";

function isDataset(data: TrainingData): data is tf.data.Dataset<tf.TensorContainer> {
  return typeof data === "object" && "iterator" in data && typeof data.iterator === "function";
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
  const { rowsOf } = options;
  if (!rowsOf) return wholeSource(data, names, options);
  if (isClusterDataset(data)) {
    return datasetSource(data.forWorker(rowsOf), names, { ownRows: true });
  }
  return workerSource(wholeSource(data, names, options), rowsOf);
}

function wholeSource(data: TrainingData, names: BatchNames, options: CutOptions): BatchSource {
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

/** Metrics that average a value per sample: accuracies, top-k, and any loss. */
import * as tf from "@tensorflow/tfjs";
import type { Loss } from "../losses/loss";
import { alignWeights } from "./align-weights";
import { Metric, type MetricOptions, ratio } from "./metric";

/** A metric that is the weighted mean of one value for each sample. */
export abstract class MeanMetric extends Metric {
  /** `[batch, ...]`, float32. */
  abstract values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor;

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const values = tf.cast(this.values(yTrue, yPred), "float32");
    if (!weights) return tf.stack([tf.sum(values), tf.scalar(values.size)]) as tf.Tensor1D;
    const each = tf.mul(tf.onesLike(values), alignWeights(weights, values.rank));
    return tf.stack([tf.sum(tf.mul(values, each)), tf.sum(each)]) as tf.Tensor1D;
  }

  override result([sum, count]: readonly number[]): number {
    return ratio(sum, count);
  }
}

function classIndices(labels: tf.Tensor, rank: number): tf.Tensor {
  const squeezed = labels.rank === rank && labels.shape.at(-1) === 1;
  return tf.cast(squeezed ? tf.squeeze(labels, [rank - 1]) : labels, "int32");
}

/** Share of samples whose largest prediction is their label's. Targets are class indices. */
export class SparseCategoricalAccuracy extends MeanMetric {
  readonly className = "SparseCategoricalAccuracy";
  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return tf.equal(classIndices(yTrue, yPred.rank), tf.argMax(yPred, -1));
  }
}

/** Share of samples whose largest prediction is their target's largest entry. Targets are one-hot. */
export class CategoricalAccuracy extends MeanMetric {
  readonly className = "CategoricalAccuracy";
  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return tf.equal(tf.argMax(yTrue, -1), tf.argMax(yPred, -1));
  }
}

export interface BinaryAccuracyOptions extends MetricOptions {
  /** Predictions above it count as 1. Default 0.5, for logits too. */
  readonly threshold?: number;
}

/** Mean over the last axis of predictions on the right side of the threshold. */
export class BinaryAccuracy extends MeanMetric {
  readonly className = "BinaryAccuracy";
  readonly threshold: number;

  constructor({ threshold = 0.5, ...options }: BinaryAccuracyOptions = {}) {
    super(options);
    this.threshold = threshold;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const target = yTrue.rank < yPred.rank ? tf.reshape(yTrue, yPred.shape) : yTrue;
    const predicted = tf.cast(tf.greater(yPred, this.threshold), "float32");
    return tf.mean(tf.cast(tf.equal(tf.cast(target, "float32"), predicted), "float32"), -1);
  }
}

export interface TopKOptions extends MetricOptions {
  /** Default 5. */
  readonly k?: number;
}

/**
 * Whether the label's prediction is among the k largest: fewer than k are larger. Never where a prediction of the sample
 * is NaN or infinite, as in TensorFlow.
 */
function inTopK(labels: tf.Tensor, predictions: tf.Tensor, k: number): tf.Tensor {
  const classes = predictions.shape.at(-1) ?? 1;
  const chosen = tf.cast(tf.oneHot(labels as tf.Tensor1D, classes), "bool");
  const own = tf.sum(tf.where(chosen, predictions, tf.zerosLike(predictions)), -1, true);
  const larger = tf.sum(tf.cast(tf.greater(predictions, own), "float32"), -1);
  return tf.logicalAnd(tf.less(larger, k), tf.all(tf.isFinite(predictions), -1));
}

/** Share of samples whose label is among the k largest predictions. Targets are class indices. */
export class SparseTopKCategoricalAccuracy extends MeanMetric {
  readonly className = "SparseTopKCategoricalAccuracy";
  readonly k: number;

  constructor({ k = 5, name = "sparse_top_k_categorical_accuracy" }: TopKOptions = {}) {
    super({ name });
    this.k = k;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return inTopK(classIndices(yTrue, yPred.rank), yPred, this.k);
  }
}

/** {@link SparseTopKCategoricalAccuracy} for one-hot targets. */
export class TopKCategoricalAccuracy extends MeanMetric {
  readonly className = "TopKCategoricalAccuracy";
  readonly k: number;

  constructor({ k = 5, name = "top_k_categorical_accuracy" }: TopKOptions = {}) {
    super({ name });
    this.k = k;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return inTopK(tf.argMax(yTrue, -1), yPred, this.k);
  }
}

/** A loss as a metric: its mean over samples. */
export class LossMetric extends MeanMetric {
  readonly className = "LossMetric";
  readonly #loss: Loss;

  constructor(loss: Loss, name: string = loss.name) {
    super({ name });
    this.#loss = loss;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return this.#loss.values(yTrue, yPred);
  }
}

/** Accuracies: how often predictions are right. */
import * as tf from "@tensorflow/tfjs";
import { alignRanks } from "../losses/align";
import { classIndices } from "../losses/crossentropy";
import { checkOptions, finite, flag, whole } from "../options";
import { MeanMetric } from "./mean-metric";
import { type MetricOptions, metricRules } from "./metric";

/** Share of entries that are equal to their targets: for class indices, not for probabilities. */
export class Accuracy extends MeanMetric {
  static override readonly name: string = "Accuracy";
  readonly className = "Accuracy";
  override readonly direction = "up";
  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const [target, prediction] = alignRanks(yTrue, yPred);
    return tf.equal(tf.cast(target, "float32"), tf.cast(prediction, "float32"));
  }
}

/** Share of samples whose largest prediction is their label's. Targets are class indices. */
export class SparseCategoricalAccuracy extends MeanMetric {
  static override readonly name: string = "SparseCategoricalAccuracy";
  readonly className = "SparseCategoricalAccuracy";
  override readonly direction = "up";
  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return tf.equal(classIndices(yTrue, yPred.rank), tf.argMax(yPred, -1));
  }
}

/** Share of samples whose largest prediction is their target's largest entry. Targets are one-hot. */
export class CategoricalAccuracy extends MeanMetric {
  static override readonly name: string = "CategoricalAccuracy";
  readonly className = "CategoricalAccuracy";
  override readonly direction = "up";
  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return tf.equal(tf.argMax(yTrue, -1), tf.argMax(yPred, -1));
  }
}

/** Arguments of {@link BinaryAccuracy}. */
export interface BinaryAccuracyOptions extends MetricOptions {
  /** Predictions above it count as 1. Default 0.5, for logits too. */
  readonly threshold?: number;
}

/** Share of entries on the right side of the threshold. Weights may be for samples or for entries. */
export class BinaryAccuracy extends MeanMetric {
  static override readonly name: string = "BinaryAccuracy";
  readonly className = "BinaryAccuracy";
  override readonly direction = "up";
  readonly threshold: number;

  constructor(options: BinaryAccuracyOptions = {}) {
    const { threshold = 0.5, ...rest } = checkOptions("BinaryAccuracy", options, {
      ...metricRules,
      threshold: finite,
    });
    super(rest);
    this.threshold = threshold;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const [target, prediction] = alignRanks(yTrue, yPred);
    const predicted = tf.cast(tf.greater(prediction, this.threshold), "float32");
    return tf.equal(tf.cast(target, "float32"), predicted);
  }
}

/** Arguments of {@link TopKCategoricalAccuracy}. */
export interface TopKOptions extends MetricOptions {
  /** Default 5. */
  readonly k?: number;
}

/** Arguments of {@link SparseTopKCategoricalAccuracy}. */
export interface SparseTopKOptions extends TopKOptions {
  /** Whether predictions are the classes themselves, the most likely first. Default false. */
  readonly fromSortedIds?: boolean;
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
  static override readonly name: string = "SparseTopKCategoricalAccuracy";
  readonly className = "SparseTopKCategoricalAccuracy";
  override readonly direction = "up";
  readonly k: number;
  readonly fromSortedIds: boolean;

  constructor(options: SparseTopKOptions = {}) {
    const {
      k = 5,
      fromSortedIds = false,
      ...rest
    } = checkOptions("SparseTopKCategoricalAccuracy", options, {
      ...metricRules,
      k: whole(1),
      fromSortedIds: flag,
    });
    super(rest);
    this.k = k;
    this.fromSortedIds = fromSortedIds;
  }

  protected override get defaultName(): string {
    return "sparse_top_k_categorical_accuracy";
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const labels = classIndices(yTrue, yPred.rank);
    if (!this.fromSortedIds) return inTopK(labels, yPred, this.k);
    const [rows = 0, columns = 0] = yPred.shape;
    const first = tf.slice(yPred, [0, 0], [rows, Math.min(this.k, columns)]);
    return tf.any(
      tf.equal(tf.expandDims(tf.cast(labels, "float32"), 1), tf.cast(first, "float32")),
      1,
    );
  }
}

/** {@link SparseTopKCategoricalAccuracy} for one-hot targets. */
export class TopKCategoricalAccuracy extends MeanMetric {
  static override readonly name: string = "TopKCategoricalAccuracy";
  readonly className = "TopKCategoricalAccuracy";
  override readonly direction = "up";
  readonly k: number;

  constructor(options: TopKOptions = {}) {
    const { k = 5, ...rest } = checkOptions("TopKCategoricalAccuracy", options, {
      ...metricRules,
      k: whole(1),
    });
    super(rest);
    this.k = k;
  }

  protected override get defaultName(): string {
    return "top_k_categorical_accuracy";
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return inTopK(tf.argMax(yTrue, -1), yPred, this.k);
  }
}

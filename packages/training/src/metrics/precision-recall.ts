/** Precision and recall. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { Metric, type MetricOptions, ratio } from "./metric";
import { outcomes, rows } from "./rows";

export interface ThresholdOptions extends MetricOptions {
  /** Predictions above it are positive; from 0 to 1. Default 0.5; with `topK` none. */
  readonly threshold?: number | null;
  /** Only this class counts. Default all. */
  readonly classId?: number | null;
  /** Only a sample's largest predictions, so many, can be positive. Default all. */
  readonly topK?: number | null;
}

/** Counts of true positives, false positives and false negatives. Predictions are probabilities. */
abstract class ThresholdMetric extends Metric {
  /** Null when every prediction among the `topK` is positive. */
  readonly threshold: number | null;
  readonly classId: number | null;
  readonly topK: number | null;

  constructor({ threshold, classId = null, topK = null, ...options }: ThresholdOptions = {}) {
    super(options);
    this.threshold = threshold ?? (topK === null ? 0.5 : null);
    this.classId = classId;
    this.topK = topK;
    if (this.threshold !== null && !(this.threshold >= 0 && this.threshold <= 1)) {
      throw new TrainingError(
        "invalid-argument",
        `${this.constructor.name}: threshold must be from 0 to 1; received ${this.threshold}.`,
      );
    }
    for (const [name, value, least] of [
      ["classId", classId, 0],
      ["topK", topK, 1],
    ] as const) {
      if (value === null || (Number.isInteger(value) && value >= least)) continue;
      throw new TrainingError(
        "invalid-argument",
        `${this.constructor.name}: ${name} must be a whole number from ${least}; received ${value}.`,
      );
    }
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const { target, prediction, weight } = rows(yTrue, yPred, weights);
    const positive = this.#positive(prediction);
    if (this.classId === null) return outcomes(positive, { target, weight });
    const classes = prediction.shape[1];
    if (this.classId >= classes) {
      throw new TrainingError(
        "invalid-argument",
        `${this.constructor.name}: classId must be below the number of classes, ${classes}; received ${this.classId}.`,
      );
    }
    const column = (x: tf.Tensor2D): tf.Tensor2D =>
      tf.slice2d(x, [0, this.classId ?? 0], [x.shape[0], 1]);
    return outcomes(column(positive), { target: column(target), weight });
  }

  #positive(prediction: tf.Tensor2D): tf.Tensor2D {
    const above =
      this.threshold === null
        ? tf.onesLike(prediction)
        : tf.cast(tf.greater(prediction, this.threshold), "float32");
    const classes = prediction.shape[1];
    if (this.topK === null || this.topK >= classes) return above as tf.Tensor2D;
    return tf.mul(above, largest(prediction, this.topK));
  }
}

/** 1 for each row's k largest entries, the first ones among equals. tfjs's `topk` gives other entries on WebGPU. */
function largest(x: tf.Tensor2D, k: number): tf.Tensor2D {
  const taken: tf.Tensor2D[] = [];
  let rest = x;
  for (let i = 0; i < k; i++) {
    const next = tf.cast(tf.oneHot(tf.argMax(rest, -1) as tf.Tensor1D, x.shape[1]), "float32");
    taken.push(next as tf.Tensor2D);
    rest = tf.sub(rest, tf.mul(next, 1e10)); // Far below any probability or logit, as Keras does.
  }
  return tf.addN(taken);
}

/** True positives among predicted ones; 0 without any. Targets are one-hot, several-hot or class indices. */
export class Precision extends ThresholdMetric {
  readonly className = "Precision";
  override result([hits = 0, wrong = 0]: readonly number[]): number {
    return ratio(hits, hits + wrong);
  }
}

/** True positives among actual ones; 0 without any. Targets are one-hot, several-hot or class indices. */
export class Recall extends ThresholdMetric {
  readonly className = "Recall";
  override result([hits = 0, , missed = 0]: readonly number[]): number {
    return ratio(hits, hits + missed);
  }
}

/** Metrics made of counts of right and wrong predictions: precision, recall, F1, AUC, the confusion matrix. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { Metric, type MetricOptions, ratio } from "./metric";

/** One row for each prediction, targets as one-hot rows of float32. Class indices are spread out. */
function rows(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
): { target: tf.Tensor2D; prediction: tf.Tensor2D } {
  const classes = yPred.shape.at(-1) ?? 1;
  const prediction = tf.reshape(yPred, [-1, classes]) as tf.Tensor2D;
  const indices = classes > 1 && yTrue.size * classes === yPred.size;
  const target = indices
    ? tf.oneHot(tf.cast(tf.reshape(yTrue, [-1]), "int32") as tf.Tensor1D, classes)
    : tf.reshape(yTrue, [-1, classes]);
  return { target: tf.cast(target, "float32") as tf.Tensor2D, prediction };
}

function column(weights: tf.Tensor | null, like: tf.Tensor2D): tf.Tensor2D {
  return weights ? (tf.reshape(weights, [-1, 1]) as tf.Tensor2D) : tf.ones([like.shape[0], 1]);
}

export interface ThresholdOptions extends MetricOptions {
  /** Predictions above it are positive. Default 0.5. */
  readonly threshold?: number;
  /** Only this class counts. Default all. */
  readonly classId?: number | null;
}

/** Sums of true positives, false positives and false negatives. Predictions are probabilities. */
abstract class ThresholdMetric extends Metric {
  readonly threshold: number;
  readonly classId: number | null;

  constructor({ threshold = 0.5, classId = null, ...options }: ThresholdOptions = {}) {
    super(options);
    this.threshold = threshold;
    this.classId = classId;
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    let { target, prediction } = rows(yTrue, yPred);
    if (this.classId !== null) {
      target = tf.slice2d(target, [0, this.classId], [-1, 1]);
      prediction = tf.slice2d(prediction, [0, this.classId], [-1, 1]);
    }
    const positive = tf.cast(tf.greater(prediction, this.threshold), "float32");
    const weight = column(weights, prediction);
    const sum = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(x, weight));
    const hits = tf.mul(positive, target);
    return tf.stack([
      sum(hits),
      sum(tf.sub(positive, hits)),
      sum(tf.sub(target, hits)),
    ]) as tf.Tensor1D;
  }
}

/** True positives among predicted ones; 0 without any. */
export class Precision extends ThresholdMetric {
  readonly className = "Precision";
  override result([hits = 0, wrong = 0]: readonly number[]): number {
    return ratio(hits, hits + wrong);
  }
}

/** True positives among actual ones; 0 without any. */
export class Recall extends ThresholdMetric {
  readonly className = "Recall";
  override result([hits = 0, , missed = 0]: readonly number[]): number {
    return ratio(hits, hits + missed);
  }
}

export interface F1ScoreOptions extends MetricOptions {
  /** `"macro"` averages classes, `"micro"` counts together, `"weighted"` weighs classes by their samples. Default macro. */
  readonly average?: "macro" | "micro" | "weighted";
  /** Predictions above it are positive. Default null: a sample's largest prediction is. */
  readonly threshold?: number | null;
}

/** The harmonic mean of precision and recall, by class. Keras's gives one number per class by default; a log is one. */
export class F1Score extends Metric {
  readonly className = "F1Score";
  readonly average: "macro" | "micro" | "weighted";
  readonly threshold: number | null;

  constructor({ average = "macro", threshold = null, name = "f1_score" }: F1ScoreOptions = {}) {
    super({ name });
    this.average = average;
    this.threshold = threshold;
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const { target, prediction } = rows(yTrue, yPred);
    const positive =
      this.threshold === null
        ? tf.cast(
            tf.oneHot(tf.argMax(prediction, -1) as tf.Tensor1D, prediction.shape[1]),
            "float32",
          )
        : tf.cast(tf.greater(prediction, this.threshold), "float32");
    const weight = column(weights, prediction);
    const sum = (x: tf.Tensor): tf.Tensor1D => tf.sum(tf.mul(x, weight), 0);
    const hits = tf.mul(positive, target);
    return tf.concat1d([sum(hits), sum(tf.sub(positive, hits)), sum(tf.sub(target, hits))]);
  }

  override result(sums: readonly number[]): number {
    const classes = sums.length / 3;
    const part = (i: number): readonly number[] => sums.slice(i * classes, (i + 1) * classes);
    const [hits, wrong, missed] = [part(0), part(1), part(2)];
    const total = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0);
    const f1 = (tp: number, fp: number, fn: number): number => ratio(2 * tp, 2 * tp + fp + fn);
    if (this.average === "micro") return f1(total(hits), total(wrong), total(missed));
    const scores = hits.map((tp, i) => f1(tp, wrong[i] ?? 0, missed[i] ?? 0));
    if (this.average === "macro") return total(scores) / classes;
    const support = hits.map((tp, i) => tp + (missed[i] ?? 0));
    return ratio(total(scores.map((score, i) => score * (support[i] ?? 0))), total(support));
  }
}

export interface AUCOptions extends MetricOptions {
  /** Default 200. */
  readonly numThresholds?: number;
  /** Default `"ROC"`. */
  readonly curve?: "ROC" | "PR";
  /** Whether predictions are logits. Default false: they must lie within 0..1. */
  readonly fromLogits?: boolean;
}

/** The area under the ROC or precision-recall curve, over evenly spaced thresholds; classes are counted together. */
export class AUC extends Metric {
  readonly className = "AUC";
  readonly curve: "ROC" | "PR";
  readonly fromLogits: boolean;
  readonly thresholds: readonly number[];

  constructor({
    numThresholds = 200,
    curve = "ROC",
    fromLogits = false,
    name = "auc",
  }: AUCOptions = {}) {
    super({ name });
    if (!Number.isInteger(numThresholds) || numThresholds < 2) {
      throw new TrainingError(
        "invalid-argument",
        `AUC: numThresholds must be above 1; received ${numThresholds}.`,
      );
    }
    this.curve = curve;
    this.fromLogits = fromLogits;
    const inner = Array.from(
      { length: numThresholds - 2 },
      (_, i) => (i + 1) / (numThresholds - 1),
    );
    this.thresholds = [-1e-7, ...inner, 1 + 1e-7]; // Keras's ends lie just outside 0..1
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const { target, prediction } = rows(yTrue, yPred);
    const probability = this.fromLogits ? tf.sigmoid(prediction) : prediction;
    const spread = tf.mul(tf.onesLike(prediction), column(weights, prediction));
    const weight = tf.reshape(spread, [1, -1]);
    const above = tf.cast(
      tf.greater(
        tf.reshape(probability, [1, -1]),
        tf.tensor2d([...this.thresholds], [this.thresholds.length, 1]),
      ),
      "float32",
    );
    const positives = tf.mul(tf.reshape(target, [1, -1]), weight);
    const negatives = tf.sub(weight, positives);
    const hits = tf.sum(tf.mul(above, positives), 1) as tf.Tensor1D;
    const wrong = tf.sum(tf.mul(above, negatives), 1) as tf.Tensor1D;
    return tf.concat1d([
      hits,
      wrong,
      tf.stack([tf.sum(positives), tf.sum(negatives)]) as tf.Tensor1D,
    ]);
  }

  override result(sums: readonly number[]): number {
    const n = this.thresholds.length;
    const [hits, wrong] = [sums.slice(0, n), sums.slice(n, 2 * n)];
    const [positives = 0, negatives = 0] = sums.slice(2 * n);
    if (this.curve === "PR") return interpolatedPrecisionRecall(hits, wrong, positives);
    let area = 0;
    for (let i = 0; i + 1 < n; i++) {
      const width = ratio((wrong[i] ?? 0) - (wrong[i + 1] ?? 0), negatives);
      area += (width * ratio((hits[i] ?? 0) + (hits[i + 1] ?? 0), positives)) / 2;
    }
    return area;
  }
}

/** Keras's interpolation of the precision-recall curve (Davis and Goadrich 2006). */
function interpolatedPrecisionRecall(
  hits: readonly number[],
  wrong: readonly number[],
  positives: number,
): number {
  let area = 0;
  for (let i = 0; i + 1 < hits.length; i++) {
    const [tp, nextTp] = [hits[i] ?? 0, hits[i + 1] ?? 0];
    const [predicted, nextPredicted] = [tp + (wrong[i] ?? 0), nextTp + (wrong[i + 1] ?? 0)];
    const gained = tp - nextTp;
    const slope = ratio(gained, Math.max(predicted - nextPredicted, 0));
    const intercept = nextTp - slope * nextPredicted;
    const safe =
      predicted > 0 && nextPredicted > 0 ? ratio(predicted, Math.max(nextPredicted, 0)) : 1;
    area += ratio(slope * (gained + intercept * Math.log(safe)), Math.max(positives, 0));
  }
  return area;
}

export interface ConfusionMatrixOptions extends MetricOptions {
  readonly numClasses: number;
}

/** Counts by label and predicted class. Its logged value is the share on the diagonal; {@link matrix} gives the counts. */
export class ConfusionMatrix extends Metric {
  readonly className = "ConfusionMatrix";
  readonly numClasses: number;

  constructor({ numClasses, ...options }: ConfusionMatrixOptions) {
    super(options);
    this.numClasses = numClasses;
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const { target, prediction } = rows(yTrue, yPred);
    const predicted = tf.cast(
      tf.oneHot(tf.argMax(prediction, -1) as tf.Tensor1D, this.numClasses),
      "float32",
    );
    const counts = tf.matMul(
      tf.mul(target, column(weights, prediction)),
      predicted as tf.Tensor2D,
      true,
    );
    return tf.reshape(counts, [-1]);
  }

  override result(sums: readonly number[]): number {
    const diagonal = this.matrix(sums).reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
    return ratio(
      diagonal,
      sums.reduce((sum, count) => sum + count, 0),
    );
  }

  /** Sums as rows: `[label][predicted]`. */
  matrix(sums: readonly number[]): number[][] {
    return Array.from({ length: this.numClasses }, (_, i) =>
      sums.slice(i * this.numClasses, (i + 1) * this.numClasses),
    );
  }
}

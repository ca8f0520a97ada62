/** The area under a curve over thresholds. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { Metric, type MetricOptions, ratio } from "./metric";
import { rows } from "./rows";

export interface AUCOptions extends MetricOptions {
  /** Evenly spaced thresholds from 0 to 1. Default 200. */
  readonly numThresholds?: number;
  /** Thresholds between 0 and 1 in place of those. */
  readonly thresholds?: readonly number[] | null;
  /** Default `"ROC"`. */
  readonly curve?: "ROC" | "PR";
  /** How an interval is summed: Keras's. Default `"interpolation"`. */
  readonly summationMethod?: "interpolation" | "minoring" | "majoring";
  /** Whether each class has a curve of its own, whose areas are averaged. Default false: classes are counted together. */
  readonly multiLabel?: boolean;
  /** What each class counts. Default alike. */
  readonly labelWeights?: readonly number[] | null;
  /** Whether predictions are logits. Default false: they must lie within 0..1. */
  readonly fromLogits?: boolean;
}

interface Curve {
  readonly hits: readonly number[];
  readonly wrong: readonly number[];
  readonly positives: number;
  readonly negatives: number;
}

/**
 * The area under the ROC or precision-recall curve, by Keras's approximation; 0 without positives.
 *
 * @throws TrainingError `invalid-argument` for options out of range
 */
export class AUC extends Metric {
  readonly className = "AUC";
  readonly curve: "ROC" | "PR";
  readonly summationMethod: "interpolation" | "minoring" | "majoring";
  readonly multiLabel: boolean;
  readonly labelWeights: readonly number[] | null;
  readonly fromLogits: boolean;
  readonly thresholds: readonly number[];
  readonly #even: boolean;

  constructor({
    numThresholds = 200,
    thresholds = null,
    curve = "ROC",
    summationMethod = "interpolation",
    multiLabel = false,
    labelWeights = null,
    fromLogits = false,
    name = "auc",
  }: AUCOptions = {}) {
    super({ name });
    checkOption("curve", curve, ["ROC", "PR"]);
    checkOption("summationMethod", summationMethod, ["interpolation", "minoring", "majoring"]);
    this.curve = curve;
    this.summationMethod = summationMethod;
    this.multiLabel = multiLabel;
    this.labelWeights = labelWeights;
    this.fromLogits = fromLogits;
    const inner = thresholds
      ? [...thresholds].sort((a, b) => a - b)
      : evenThresholds(numThresholds);
    if (!inner.every((threshold) => threshold >= 0 && threshold <= 1)) {
      throw new TrainingError(
        "invalid-argument",
        `AUC: thresholds must be from 0 to 1; received ${inner.join(", ")}.`,
      );
    }
    this.thresholds = [-1e-7, ...inner, 1 + 1e-7]; // Keras's ends lie just outside 0..1
    const last = this.thresholds.length - 1;
    this.#even =
      inner.length > 0 && this.thresholds.every((t, i) => Math.abs(t - i / last) <= 1.1e-7);
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const { target, prediction, weight: rowWeight } = rows(yTrue, yPred, weights);
    const [, classes] = prediction.shape;
    if (this.labelWeights && this.labelWeights.length !== classes) {
      throw new TrainingError(
        "invalid-argument",
        `AUC: labelWeights must be ${classes}, one for each class; received ${this.labelWeights.length}.`,
      );
    }
    const ones = tf.mul(tf.onesLike(prediction), rowWeight);
    const weight =
      this.labelWeights && !this.multiLabel
        ? tf.mul(ones, tf.tensor1d([...this.labelWeights]))
        : ones;
    const above = this.#above(this.fromLogits ? tf.sigmoid(prediction) : prediction);
    const positives = tf.mul(target, weight);
    const negatives = tf.sub(weight, positives);
    // [thresholds, rows, classes], or [rows, classes], to sums by threshold and, where classes have curves, by class.
    const sum = (x: tf.Tensor): tf.Tensor1D => {
      const byClass = tf.sum(x, x.rank - 2);
      return tf.reshape(this.multiLabel ? byClass : tf.sum(byClass, -1), [-1]);
    };
    const counted = (x: tf.Tensor): tf.Tensor1D => sum(tf.mul(above, tf.expandDims(x, 0)));
    return tf.concat1d([counted(positives), counted(negatives), sum(positives), sum(negatives)]);
  }

  /** Whether predictions are above thresholds: float32 `[thresholds, rows, classes]`. */
  #above(probability: tf.Tensor): tf.Tensor {
    const count = this.thresholds.length;
    const along = (values: readonly number[]): tf.Tensor => tf.tensor3d([...values], [count, 1, 1]);
    const each = tf.expandDims(probability, 0);
    if (!this.#even) return tf.cast(tf.greater(each, along(this.thresholds)), "float32");
    // Keras finds the interval of a prediction by its place among even thresholds; the two round alike.
    const place = tf.ceil(tf.mul(tf.clipByValue(each, 0, 1), count - 1));
    const interval = tf.relu(tf.sub(place, 1));
    return tf.cast(tf.greaterEqual(interval, along(this.thresholds.map((_, i) => i))), "float32");
  }

  override result(sums: readonly number[]): number {
    const count = this.thresholds.length;
    const labels = this.multiLabel ? sums.length / (2 * count + 2) : 1;
    const areas = Array.from({ length: labels }, (_, label) => {
      const series = (start: number): number[] =>
        Array.from({ length: count }, (_, i) => sums[start + i * labels + label] ?? 0);
      const totals = 2 * count * labels + label;
      return this.#area({
        hits: series(0),
        wrong: series(count * labels),
        positives: sums[totals] ?? 0,
        negatives: sums[totals + labels] ?? 0,
      });
    });
    const weights = (this.multiLabel && this.labelWeights) || areas.map(() => 1);
    const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
    return ratio(total(areas.map((area, i) => area * (weights[i] ?? 0))), total(weights));
  }

  #area(curve: Curve): number {
    if (this.curve === "PR" && this.summationMethod === "interpolation")
      return interpolatedPrecisionRecall(curve);
    const { hits, wrong, positives, negatives } = curve;
    const recall = hits.map((hit) => ratio(hit, positives));
    const [x, y] =
      this.curve === "ROC"
        ? [wrong.map((each) => ratio(each, negatives)), recall]
        : [recall, hits.map((hit, i) => ratio(hit, hit + (wrong[i] ?? 0)))];
    let area = 0;
    for (let i = 0; i + 1 < x.length; i++) {
      const [left, right] = [y[i] ?? 0, y[i + 1] ?? 0];
      const heights = {
        interpolation: (left + right) / 2,
        minoring: Math.min(left, right),
        majoring: Math.max(left, right),
      };
      area += ((x[i] ?? 0) - (x[i + 1] ?? 0)) * heights[this.summationMethod];
    }
    return area;
  }
}

function evenThresholds(count: number): number[] {
  if (!Number.isInteger(count) || count < 2) {
    throw new TrainingError(
      "invalid-argument",
      `AUC: numThresholds must be above 1; received ${count}.`,
    );
  }
  return Array.from({ length: count - 2 }, (_, i) => (i + 1) / (count - 1));
}

function checkOption(name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new TrainingError(
    "invalid-argument",
    `AUC: ${name} must be one of ${known.join(", ")}; received ${value}.`,
  );
}

/** Keras's interpolation of the precision-recall curve (Davis and Goadrich 2006). */
function interpolatedPrecisionRecall({ hits, wrong, positives }: Curve): number {
  let area = 0;
  for (let i = 0; i + 1 < hits.length; i++) {
    const [tp, nextTp] = [hits[i] ?? 0, hits[i + 1] ?? 0];
    const [predicted, nextPredicted] = [tp + (wrong[i] ?? 0), nextTp + (wrong[i + 1] ?? 0)];
    const gained = tp - nextTp;
    const slope = ratio(gained, Math.max(predicted - nextPredicted, 0));
    const intercept = nextTp - slope * nextPredicted;
    const safe = predicted > 0 && nextPredicted > 0 ? ratio(predicted, nextPredicted) : 1;
    area += ratio(slope * (gained + intercept * Math.log(safe)), Math.max(positives, 0));
  }
  return area;
}

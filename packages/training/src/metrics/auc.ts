/** The area under a curve over thresholds. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { checkOptions, finite, flag, listOf, oneOf, orNull, rule, whole } from "../options";
import { Metric, type MetricOptions, metricRules, ratio, total } from "./metric";
import { rows } from "./rows";
import { above, areEven, evenlySpaced } from "./thresholds";

/** The curve whose area {@link AUC} gives: receiver operating characteristic, precision-recall, or precision-recall gain. */
export type AUCCurve = "ROC" | "PR" | "PRGAIN";

/** Arguments of {@link AUC}. */
export interface AUCOptions extends MetricOptions {
  /** Evenly spaced thresholds from 0 to 1. Default 200. */
  readonly numThresholds?: number;
  /** Thresholds between 0 and 1 in place of those. */
  readonly thresholds?: readonly number[] | null;
  /** `"PRGAIN"` is precision gain over recall gain (Flach and Kull 2015). Default `"ROC"`. */
  readonly curve?: AUCCurve | Lowercase<AUCCurve>;
  /** How an interval is summed: Keras's. Default `"interpolation"`. */
  readonly summationMethod?: "interpolation" | "minoring" | "majoring";
  /** Whether each class has a curve of its own, whose areas are averaged. Default false: classes are counted together. */
  readonly multiLabel?: boolean;
  /** Number of classes, with `multiLabel`; the model's must be as many. Default: the model's. */
  readonly numLabels?: number | null;
  /** What each class counts. Default alike. */
  readonly labelWeights?: readonly number[] | null;
  /** Whether predictions are logits. Default false: they must lie within 0..1. */
  readonly fromLogits?: boolean;
}

const rules = {
  ...metricRules,
  numThresholds: rule("above 1", (value) => Number.isInteger(value) && (value as number) > 1),
  thresholds: orNull(
    rule(
      "from 0 to 1",
      (value) => Array.isArray(value) && value.every((each) => each >= 0 && each <= 1),
    ),
  ),
  curve: rule(
    "one of ROC, PR, PRGAIN",
    (value) => typeof value === "string" && /^(roc|pr|prgain|ROC|PR|PRGAIN)$/.test(value),
  ),
  summationMethod: oneOf("interpolation", "minoring", "majoring"),
  multiLabel: flag,
  numLabels: orNull(whole(1)),
  labelWeights: orNull(listOf(finite)),
  fromLogits: flag,
} as const;

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
  static override readonly name: string = "AUC";
  readonly className = "AUC";
  override readonly direction = "up";
  readonly curve: AUCCurve;
  readonly summationMethod: "interpolation" | "minoring" | "majoring";
  readonly multiLabel: boolean;
  readonly numLabels: number | null;
  readonly labelWeights: readonly number[] | null;
  readonly fromLogits: boolean;
  readonly thresholds: readonly number[];
  readonly #isEven: boolean;

  constructor(options: AUCOptions = {}) {
    const {
      numThresholds = 200,
      thresholds = null,
      curve = "ROC",
      summationMethod = "interpolation",
      multiLabel = false,
      numLabels = null,
      labelWeights = null,
      fromLogits = false,
      name,
    } = checkOptions("AUC", options, rules);
    super({ name });
    if (numLabels !== null && !multiLabel) {
      throw new TrainingError(
        "invalid-argument",
        `AUC: numLabels is needed only when multiLabel is true; received ${numLabels}.`,
      );
    }
    this.curve = curve.toUpperCase() as AUCCurve;
    this.summationMethod = summationMethod;
    this.multiLabel = multiLabel;
    this.numLabels = numLabels;
    this.labelWeights = labelWeights;
    this.fromLogits = fromLogits;
    const inner = thresholds
      ? [...thresholds].sort((a, b) => a - b)
      : evenlySpaced(numThresholds).slice(1, -1);
    this.thresholds = [-1e-7, ...inner, 1 + 1e-7]; // Keras's ends lie just outside 0..1
    this.#isEven = thresholds === null || areEven([0, ...inner, 1]);
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const { target, prediction, weight: rowWeight } = rows(yTrue, yPred, weights);
    const [, classes] = prediction.shape;
    if (this.numLabels !== null && this.numLabels !== classes) {
      throw new TrainingError(
        "invalid-argument",
        `AUC: numLabels must be the model's ${classes}; received ${this.numLabels}.`,
      );
    }
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
    const positive = above(this.fromLogits ? tf.sigmoid(prediction) : prediction, {
      values: this.thresholds,
      even: this.#isEven ? "closed" : null,
    });
    const positives = tf.mul(tf.cast(tf.notEqual(target, 0), "float32"), weight);
    const negatives = tf.sub(weight, positives);
    // [thresholds, rows, classes], or [rows, classes], to sums by threshold and, where classes have curves, by class.
    const sum = (x: tf.Tensor): tf.Tensor1D => {
      const byClass = tf.sum(x, x.rank - 2);
      return tf.reshape(this.multiLabel ? byClass : tf.sum(byClass, -1), [-1]);
    };
    const counted = (x: tf.Tensor): tf.Tensor1D => sum(tf.mul(positive, tf.expandDims(x, 0)));
    return tf.concat1d([counted(positives), counted(negatives), sum(positives), sum(negatives)]);
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
    return ratio(total(areas.map((area, i) => area * (weights[i] ?? 0))), total(weights));
  }

  #area(curve: Curve): number {
    if (this.curve === "PR" && this.summationMethod === "interpolation")
      return interpolatedPrecisionRecall(curve);
    const [x, y] = axesOf[this.curve](curve);
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

/** The points of each curve: a place and a height for every threshold. */
const axesOf: Readonly<Record<AUCCurve, (curve: Curve) => [x: number[], y: number[]]>> = {
  ROC: ({ hits, wrong, positives, negatives }) => [
    wrong.map((each) => ratio(each, negatives)),
    hits.map((hit) => ratio(hit, positives)),
  ],
  PR: ({ hits, wrong, positives }) => [
    hits.map((hit) => ratio(hit, positives)),
    hits.map((hit, i) => ratio(hit, total([hit, wrong[i]]))),
  ],
  PRGAIN: ({ hits, wrong, positives, negatives }) => {
    const scale = ratio(positives, negatives);
    const recallGain = hits.map((hit) => (hit === 0 ? 0 : 1 - scale * ratio(positives - hit, hit)));
    const precisionGain = hits.map((hit, i) => (hit === 0 ? 1 : 1 - scale * ratio(wrong[i], hit)));
    return [recallGain.map((gain) => Math.max(gain, 0)), precisionGain];
  },
};

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

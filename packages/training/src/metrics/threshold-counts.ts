/** Counts of true and false positives and negatives over thresholds, and the metrics that are such counts. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { orNull, type Rule, rule, share, whole } from "../options";
import { Metric, type MetricOptions, metricRules } from "./metric";
import { column, type Rows, rows } from "./rows";
import { above, areEven, type Thresholds } from "./thresholds";

/** Weighted counts at one threshold. */
export interface Counts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

const someOf = (each: Rule): Rule =>
  rule(
    `${each.says}, or a list of such`,
    (value) =>
      each.fits(value) || (Array.isArray(value) && value.length > 0 && value.every(each.fits)),
  );

/** What the options of thresholds must be. */
export const thresholdRules = {
  ...metricRules,
  thresholds: orNull(someOf(share)),
  classId: orNull(whole(0)),
  topK: orNull(whole(1)),
} as const;

/** Counts outcomes at each threshold; what becomes of them is the subclass's. Predictions are probabilities. */
export abstract class ThresholdCounts extends Metric {
  readonly classId: number | null;
  readonly topK: number | null;
  readonly #thresholds: Thresholds;
  readonly #owner: string;

  constructor(
    owner: string,
    thresholds: Thresholds,
    options: MetricOptions & { readonly classId?: number | null; readonly topK?: number | null },
  ) {
    super({ name: options.name });
    this.#owner = owner;
    this.#thresholds = thresholds;
    this.classId = options.classId ?? null;
    this.topK = options.topK ?? null;
  }

  /** Predictions above one of them are positive. */
  get thresholds(): readonly number[] {
    return this.#thresholds.values;
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    // A vector of predictions is one sample where the largest of them are asked for, as in Keras.
    const [one, own, each] = [yTrue, yPred, weights].map((x) =>
      this.topK !== null && yPred.rank === 1 && x?.rank === 1 ? tf.expandDims(x, 0) : x,
    );
    const given = this.#amongTopK(rows(one ?? yTrue, own ?? yPred, each ?? null));
    const { target, prediction, weight } = this.#ofClass(given);
    const positive = above(prediction, this.#thresholds); // [thresholds, rows, classes]
    const actual = tf.cast(tf.notEqual(target, 0), "float32");
    const weighted = tf.mul(tf.onesLike(prediction), weight);
    const sums = (x: tf.Tensor): tf.Tensor1D =>
      tf.sum(tf.mul(x, tf.expandDims(weighted, 0)), [1, 2]);
    const hits = sums(tf.mul(positive, actual));
    const wrong = sums(tf.mul(positive, tf.sub(1, actual)));
    const all = (x: tf.Tensor): tf.Tensor1D =>
      tf.mul(tf.onesLike(hits), tf.sum(tf.mul(x, weighted)));
    const missed = tf.sub<tf.Tensor1D>(all(actual), hits);
    const refused = tf.sub<tf.Tensor1D>(all(tf.sub(1, actual)), wrong);
    return tf.concat1d([hits, wrong, missed, refused]);
  }

  /** Sums as counts, threshold by threshold. */
  protected counts(sums: readonly number[]): Counts[] {
    const { length } = this.thresholds;
    return this.thresholds.map((_, i) => {
      const [truePositives = 0, falsePositives = 0, falseNegatives = 0, trueNegatives = 0] = [
        0, 1, 2, 3,
      ].map((part) => sums[part * length + i]);
      return { truePositives, falsePositives, falseNegatives, trueNegatives };
    });
  }

  /** A number for each threshold; alone when there is one. */
  protected each(sums: readonly number[], value: (counts: Counts) => number): number | number[] {
    const values = this.counts(sums).map(value);
    const [first] = values;
    return values.length === 1 && first !== undefined ? first : values;
  }

  protected override partName(i: number): string {
    return `threshold_${this.thresholds[i]}`;
  }

  #ofClass(all: Rows): Rows {
    if (this.classId === null) return all;
    const classes = all.prediction.shape[1];
    if (this.classId < classes) return column(all, this.classId);
    throw new TrainingError(
      "invalid-argument",
      `${this.#owner}: classId must be below the number of classes, ${classes}; received ${this.classId}.`,
    );
  }

  #amongTopK(all: Rows): Rows {
    const classes = all.prediction.shape[1];
    if (this.topK === null || this.topK >= classes) return all;
    const others = tf.sub(1, largest(all.prediction, this.topK));
    return { ...all, prediction: tf.sub(all.prediction, tf.mul(others, far)) };
  }
}

/** Far below any probability or logit, as in Keras. */
const far = 1e10;

/** 1 for each row's k largest entries, the first ones among equals. tfjs's `topk` gives other entries on WebGPU. */
function largest(x: tf.Tensor2D, k: number): tf.Tensor2D {
  const taken: tf.Tensor2D[] = [];
  let rest = x;
  for (let i = 0; i < k; i++) {
    const next = tf.cast(tf.oneHot(tf.argMax(rest, -1) as tf.Tensor1D, x.shape[1]), "float32");
    taken.push(next as tf.Tensor2D);
    rest = tf.sub(rest, tf.mul(next, far));
  }
  return tf.addN(taken);
}

/** The thresholds of an option, or Keras's default. With `topK` every prediction among the largest is positive. */
export function resolveThresholds(
  thresholds: number | readonly number[] | null | undefined,
  topK: number | null = null,
): Thresholds {
  const values = typeof thresholds === "number" ? [thresholds] : thresholds;
  const resolved = values ?? [topK === null ? 0.5 : -far / 2];
  return { values: resolved, even: areEven(resolved) ? "open" : null };
}

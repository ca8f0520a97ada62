/** F-scores: precision and recall in one number for each class. */
import * as tf from "@tensorflow/tfjs";
import { checkOptions, orNull, positive, rule } from "../options";
import { Metric, type MetricOptions, metricRules, total } from "./metric";
import { outcomes, rows } from "./rows";

/** How classes become one number; null gives each its own. */
export type Average = "macro" | "micro" | "weighted" | null;

/** Arguments of {@link F1Score}. */
export interface F1ScoreOptions extends MetricOptions {
  /**
   * `"macro"` averages classes, `"micro"` counts together, `"weighted"` weighs classes by their samples. Null gives a
   * number for each class, logged as `f1_score_class_0` and so on: Keras's default. Default macro.
   */
  readonly average?: Average;
  /** Predictions above it are positive; above 0, at most 1. Default null: a sample's largest prediction is. */
  readonly threshold?: number | null;
}

/** Arguments of {@link FBetaScore}. */
export interface FBetaScoreOptions extends F1ScoreOptions {
  /** How many times as much recall counts as precision; above 0. Default 1. */
  readonly beta?: number;
}

const rules = {
  ...metricRules,
  average: rule('"macro", "micro", "weighted" or null', (value) =>
    ["macro", "micro", "weighted", null].includes(value as string),
  ),
  threshold: orNull(
    rule("above 0 and at most 1", (value) => typeof value === "number" && value > 0 && value <= 1),
  ),
  beta: positive,
} as const;

/** What Keras adds to every denominator. */
const epsilon = 1e-7;

abstract class FScore extends Metric {
  override readonly direction = "up";
  readonly average: Average;
  readonly beta: number;
  readonly threshold: number | null;

  constructor({ average = "macro", beta = 1, threshold = null, name }: FBetaScoreOptions) {
    super({ name });
    this.average = average;
    this.beta = beta;
    this.threshold = threshold;
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const { target, prediction, weight } = rows(yTrue, yPred, weights);
    // Equal largest predictions all count, zeros never: Keras's rule.
    const isPositive =
      this.threshold === null
        ? tf.logicalAnd(
            tf.greaterEqual(prediction, tf.max(prediction, -1, true)),
            tf.greater(tf.abs(prediction), 1e-9),
          )
        : tf.greater(prediction, this.threshold);
    return outcomes(isPositive, { target, weight }, 0);
  }

  override result(sums: readonly number[]): number | number[] {
    const classes = sums.length / 3;
    const [hits, wrong, missed] = [0, 1, 2].map((i) =>
      sums.slice(i * classes, (i + 1) * classes),
    ) as [number[], number[], number[]];
    if (this.average === "micro") return this.#score(total(hits), total(wrong), total(missed));
    const scores = hits.map((tp, i) => this.#score(tp, wrong[i], missed[i]));
    if (this.average === null) return scores;
    if (this.average === "macro") return total(scores) / classes;
    const support = total(hits) + total(missed) + epsilon;
    return total(scores.map((score, i) => (score * total([hits[i], missed[i]])) / support));
  }

  protected override partName(i: number): string {
    return `class_${i}`;
  }

  #score(tp: number, fp: number | undefined, fn: number | undefined): number {
    const precision = tp / (total([tp, fp]) + epsilon);
    const recall = tp / (total([tp, fn]) + epsilon);
    const square = this.beta ** 2;
    return ((1 + square) * precision * recall) / (square * precision + recall + epsilon);
  }
}

/**
 * `(1 + beta^2) precision recall / (beta^2 precision + recall)` by class, 0 for a class without positives.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit
 */
export class FBetaScore extends FScore {
  static override readonly name: string = "FBetaScore";
  readonly className = "FBetaScore";

  constructor(options: FBetaScoreOptions = {}) {
    super(checkOptions("FBetaScore", options, rules));
  }

  protected override get defaultName(): string {
    return "fbeta_score";
  }
}

/**
 * The harmonic mean of precision and recall by class, 0 for a class without positives, averaged.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit
 * @example
 * ```ts
 * await compile(model, { loss, metrics: [new F1Score({ average: null })] }).evaluate(validation);
 * // { f1_score_class_0: 0.91, f1_score_class_1: 0.84, loss: 0.4 }
 * ```
 */
export class F1Score extends FScore {
  static override readonly name: string = "F1Score";
  readonly className = "F1Score";

  constructor(options: F1ScoreOptions = {}) {
    const { name, average, threshold } = rules;
    super(checkOptions("F1Score", options, { name, average, threshold }));
  }
}

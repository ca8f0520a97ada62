/** The harmonic mean of precision and recall. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { Metric, type MetricOptions, ratio } from "./metric";
import { outcomes, rows } from "./rows";

export interface F1ScoreOptions extends MetricOptions {
  /** `"macro"` averages classes, `"micro"` counts together, `"weighted"` weighs classes by their samples. Default macro. */
  readonly average?: "macro" | "micro" | "weighted";
  /** Predictions above it are positive; above 0, at most 1. Default null: a sample's largest prediction is. */
  readonly threshold?: number | null;
}

/**
 * F1 by class, 0 for a class without positives, averaged. Keras's gives one number per class by default; a log is one.
 *
 * @throws TrainingError `invalid-argument` for another average or a threshold out of range
 */
export class F1Score extends Metric {
  readonly className = "F1Score";
  readonly average: "macro" | "micro" | "weighted";
  readonly threshold: number | null;

  constructor({ average = "macro", threshold = null, name = "f1_score" }: F1ScoreOptions = {}) {
    super({ name });
    this.average = average;
    this.threshold = threshold;
    if (!["macro", "micro", "weighted"].includes(average)) {
      throw new TrainingError(
        "invalid-argument",
        `F1Score: average must be "macro", "micro" or "weighted"; received ${String(average)}.`,
      );
    }
    if (threshold !== null && !(threshold > 0 && threshold <= 1)) {
      throw new TrainingError(
        "invalid-argument",
        `F1Score: threshold must be above 0 and at most 1; received ${threshold}.`,
      );
    }
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const { target, prediction, weight } = rows(yTrue, yPred, weights);
    // Equal largest predictions all count, zeros never: Keras's rule.
    const positive =
      this.threshold === null
        ? tf.logicalAnd(
            tf.greaterEqual(prediction, tf.max(prediction, -1, true)),
            tf.greater(tf.abs(prediction), 1e-9),
          )
        : tf.greater(prediction, this.threshold);
    return outcomes(positive, { target, weight }, 0);
  }

  override result(sums: readonly number[]): number {
    const classes = sums.length / 3;
    const part = (i: number): readonly number[] => sums.slice(i * classes, (i + 1) * classes);
    const [hits, wrong, missed] = [part(0), part(1), part(2)] as const;
    const f1 = (tp: number, fp: number, fn: number): number => ratio(2 * tp, 2 * tp + fp + fn);
    if (this.average === "micro") return f1(total(hits), total(wrong), total(missed));
    const scores = hits.map((tp, i) => f1(tp, wrong[i] ?? 0, missed[i] ?? 0));
    if (this.average === "macro") return total(scores) / classes;
    const support = hits.map((tp, i) => tp + (missed[i] ?? 0));
    return ratio(total(scores.map((score, i) => score * (support[i] ?? 0))), total(support));
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

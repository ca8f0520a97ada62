/** Counts by label and predicted class. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { checkOptions, rule } from "../options";
import { Metric, type MetricOptions, metricRules, ratio, total } from "./metric";
import { rows } from "./rows";

/** Arguments of {@link ConfusionMatrix}. */
export interface ConfusionMatrixOptions extends MetricOptions {
  readonly numClasses: number;
}

const rules = {
  ...metricRules,
  numClasses: rule(
    "a whole number above 1",
    (value) => Number.isInteger(value) && (value as number) > 1,
  ),
} as const;

/**
 * Counts by label and predicted class. Its logged value is the share on the diagonal; {@link counts} are the numbers
 * behind the value that was logged last.
 *
 * @throws TrainingError `invalid-argument` when `numClasses` is not the model's
 * @example
 * ```ts
 * const confusion = new ConfusionMatrix({ numClasses: 3 });
 * await compile(model, { loss, metrics: [confusion] }).evaluate(validation);
 * confusion.counts[0]; // [12, 1, 0]: of 13 samples of class 0, one was taken for class 1
 * ```
 */
export class ConfusionMatrix extends Metric {
  static override readonly name: string = "ConfusionMatrix";
  readonly className = "ConfusionMatrix";
  override readonly direction = "up";
  readonly numClasses: number;
  #counts: number[][] = [];

  constructor(options: ConfusionMatrixOptions) {
    const { numClasses, ...rest } = checkOptions("ConfusionMatrix", options, rules, ["numClasses"]);
    super(rest);
    this.numClasses = numClasses;
  }

  /** `[label][predicted]`, weighted where the metric is; empty before the first result. */
  get counts(): readonly (readonly number[])[] {
    return this.#counts;
  }

  override statistics(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): tf.Tensor1D {
    const { target, prediction, weight } = rows(yTrue, yPred, weights);
    if (prediction.shape[1] !== this.numClasses) {
      throw new TrainingError(
        "invalid-argument",
        `ConfusionMatrix: numClasses must be the model's ${prediction.shape[1]}; received ${this.numClasses}.`,
      );
    }
    const chosen = tf.argMax(prediction, -1) as tf.Tensor1D;
    const predicted = tf.cast(tf.oneHot(chosen, this.numClasses), "float32") as tf.Tensor2D;
    return tf.reshape(tf.matMul(tf.mul(target, weight), predicted, true), [-1]);
  }

  override result(sums: readonly number[]): number {
    this.#counts = this.matrix(sums);
    const diagonal = total(this.#counts.map((row, i) => row[i]));
    return ratio(diagonal, total(sums));
  }

  /** Sums as rows: `[label][predicted]`. */
  matrix(sums: readonly number[]): number[][] {
    return Array.from({ length: this.numClasses }, (_, i) =>
      sums.slice(i * this.numClasses, (i + 1) * this.numClasses),
    );
  }
}

/** A cross-entropy that wrong labels disturb less (Zhang and Sabuncu 2018, equation 6). */
import * as tf from "@tensorflow/tfjs";
import { checkOptions, rule } from "../options";
import { checkIndexShapes, classIndices } from "./crossentropy";
import { Loss, type LossOptions, lossRules } from "./loss";

/** Arguments of {@link CategoricalGeneralizedCrossEntropy}. */
export interface CategoricalGeneralizedCrossEntropyOptions extends LossOptions {
  /** Between 0 (nearly the cross-entropy) and 1 (nearly the mean absolute error). Default 0.5. */
  readonly q?: number;
}

const betweenZeroAndOne = rule(
  "in the interval (0, 1)",
  (value) => typeof value === "number" && value > 0 && value < 1,
);

/**
 * `(1 - p[label]^q) / q`, for labels of which some are wrong.
 *
 * Targets `[batch, ...]` or `[batch, ..., 1]` of class indices; predictions `[batch, ..., classes]`, probabilities.
 *
 * @throws TrainingError `unknown-name` or `invalid-argument` for options that do not exist or do not fit
 */
export class CategoricalGeneralizedCrossEntropy extends Loss {
  static override readonly name: string = "CategoricalGeneralizedCrossEntropy";
  readonly className = "CategoricalGeneralizedCrossEntropy";
  readonly q: number;

  constructor(options: CategoricalGeneralizedCrossEntropyOptions = {}) {
    const { q = 0.5, ...rest } = checkOptions("CategoricalGeneralizedCrossEntropy", options, {
      ...lossRules,
      q: betweenZeroAndOne,
    });
    super(rest);
    this.q = q;
  }

  override checkShapes(target: readonly number[], prediction: readonly (number | null)[]): void {
    checkIndexShapes(this.name, target, prediction);
  }

  override labelLimit(prediction: readonly (number | null)[]): number | null {
    return prediction.at(-1) ?? null;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const labels = classIndices(yTrue, yPred.rank) as tf.Tensor1D;
    const chosen = tf.cast(tf.oneHot(labels, yPred.shape.at(-1) ?? 1), "float32");
    const p = tf.sum(tf.mul(yPred, chosen), -1);
    return tf.div(tf.sub(1, tf.pow(p, this.q)), this.q);
  }
}

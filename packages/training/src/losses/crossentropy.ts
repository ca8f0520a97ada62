/** Cross-entropies over class indices, one-hot rows and independent probabilities. */
import * as tf from "@tensorflow/tfjs";
import { alignRanks, shapeError } from "./align";
import { Loss, type LossOptions } from "./loss";

/** Keras's `epsilon()`: probabilities are kept this far from 0 and 1. */
const epsilon = 1e-7;

export interface SparseCategoricalCrossentropyOptions extends LossOptions {
  /** Whether predictions are logits instead of probabilities. Default false. */
  readonly fromLogits?: boolean;
  /** A label whose samples count as 0. Default none. */
  readonly ignoreClass?: number | null;
}

function clip(probabilities: tf.Tensor): tf.Tensor {
  return tf.clipByValue(probabilities, epsilon, 1 - epsilon);
}

/**
 * `logsumexp(z) - z[label]` of logits. Probabilities are clipped to `[1e-7, 1 - 1e-7]` and their logarithms taken as
 * logits, so they are normalized again: `-ln(p[label] / sum(p))`.
 *
 * Targets `[batch, ...]` or `[batch, ..., 1]` of class indices; predictions `[batch, ..., classes]`.
 */
export class SparseCategoricalCrossentropy extends Loss {
  readonly className = "SparseCategoricalCrossentropy";
  readonly fromLogits: boolean;
  readonly ignoreClass: number | null;

  constructor({
    fromLogits = false,
    ignoreClass = null,
    ...options
  }: SparseCategoricalCrossentropyOptions = {}) {
    super(options);
    this.fromLogits = fromLogits;
    this.ignoreClass = ignoreClass;
  }

  override checkShapes(target: readonly number[], prediction: readonly (number | null)[]): void {
    const labels =
      target.length === prediction.length && target.at(-1) === 1 ? target.slice(0, -1) : target;
    const fits =
      labels.slice(1).join() === prediction.slice(1, -1).join() &&
      labels.length === prediction.length - 1;
    if (!fits) throw shapeError(this.name, target, prediction);
  }

  override labelLimit(prediction: readonly (number | null)[]): number | null {
    return prediction.at(-1) ?? null;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const squeezed = yTrue.rank === yPred.rank && yTrue.shape.at(-1) === 1;
    const labels = tf.cast(squeezed ? tf.squeeze(yTrue, [yTrue.rank - 1]) : yTrue, "int32");
    const logits = this.fromLogits ? yPred : tf.log(clip(yPred));
    const valid =
      this.ignoreClass === null ? null : tf.notEqual(labels, tf.scalar(this.ignoreClass, "int32"));
    const known = valid ? tf.mul(labels, tf.cast(valid, "int32")) : labels;
    const chosen = tf.cast(tf.oneHot(known as tf.Tensor1D, yPred.shape.at(-1) ?? 1), "float32");
    const values = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), chosen), -1));
    return valid ? tf.mul(values, tf.cast(valid, "float32")) : values;
  }
}

export interface CategoricalCrossentropyOptions extends LossOptions {
  /** Whether predictions are logits instead of probabilities. Default false. */
  readonly fromLogits?: boolean;
  /** Share of a target that is spread evenly, from 0 to 1. Default 0. */
  readonly labelSmoothing?: number;
}

/** `-sum(target * log p)`; probabilities are divided by their sum and clipped first. Both `[batch, ..., classes]`. */
export class CategoricalCrossentropy extends Loss {
  readonly className = "CategoricalCrossentropy";
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;

  constructor({
    fromLogits = false,
    labelSmoothing = 0,
    ...options
  }: CategoricalCrossentropyOptions = {}) {
    super(options);
    this.fromLogits = fromLogits;
    this.labelSmoothing = labelSmoothing;
  }

  override checkShapes(target: readonly number[], prediction: readonly (number | null)[]): void {
    if (target.slice(1).join() !== prediction.slice(1).join())
      throw shapeError(this.name, target, prediction);
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const classes = yPred.shape.at(-1) ?? 1;
    let target = tf.cast(yTrue, "float32");
    if (this.labelSmoothing > 0) {
      target = tf.add(tf.mul(target, 1 - this.labelSmoothing), this.labelSmoothing / classes);
    }
    const logs = this.fromLogits
      ? tf.logSoftmax(yPred)
      : tf.log(clip(tf.div(yPred, tf.sum(yPred, -1, true))));
    return tf.neg(tf.sum(tf.mul(target, logs), -1));
  }
}

export type BinaryCrossentropyOptions = CategoricalCrossentropyOptions;

/** The mean over the last axis of `-(t log p + (1 - t) log(1 - p))`. Targets and predictions of one shape. */
export class BinaryCrossentropy extends Loss {
  readonly className = "BinaryCrossentropy";
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;

  constructor({
    fromLogits = false,
    labelSmoothing = 0,
    ...options
  }: BinaryCrossentropyOptions = {}) {
    super(options);
    this.fromLogits = fromLogits;
    this.labelSmoothing = labelSmoothing;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const [aligned, x] = alignRanks(yTrue, yPred);
    let target = tf.cast(aligned, "float32");
    if (this.labelSmoothing > 0)
      target = tf.add(tf.mul(target, 1 - this.labelSmoothing), 0.5 * this.labelSmoothing);
    if (this.fromLogits) {
      const soft = tf.log1p(tf.exp(tf.neg(tf.abs(x))));
      return tf.mean(tf.add(tf.sub(tf.relu(x), tf.mul(x, target)), soft), -1);
    }
    const p = clip(x);
    const hits = tf.mul(target, tf.log(p));
    const misses = tf.mul(tf.sub(1, target), tf.log(tf.sub(1, p)));
    return tf.mean(tf.neg(tf.add(hits, misses)), -1);
  }
}

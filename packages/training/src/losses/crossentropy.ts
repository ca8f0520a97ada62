/**
 * Cross-entropies over class indices, one-hot rows and independent probabilities. Predictions that remember their logits
 * (logits.ts) are taken as those, whatever `fromLogits` says.
 */
import * as tf from "@tensorflow/tfjs";
import { checkOptions, flag, oneOf, orNull, type Rule, share, whole } from "../options";
import { alignRanks, shapeError } from "./align";
import { logitsOf } from "./logits";
import { Loss, type LossOptions, lossRules } from "./loss";

/** Keras's `epsilon()`: probabilities are kept this far from 0 and 1. */
export const epsilon = 1e-7;

export function clip(probabilities: tf.Tensor, most = 1 - epsilon): tf.Tensor {
  const clipped = tf.clipByValue(probabilities, epsilon, most);
  if (tf.getBackend() !== "wasm") return clipped;
  // tfjs's wasm kernel makes a number of NaN, and a loss that is none would look like one.
  return tf.where(tf.isNaN(probabilities), probabilities, clipped);
}

/** The tensor with the axis moved behind all others. */
export function axisLast(x: tf.Tensor, axis: number): tf.Tensor {
  const from = axis < 0 ? x.rank + axis : axis;
  if (from === x.rank - 1) return x;
  const others = x.shape.map((_, i) => i).filter((i) => i !== from);
  return tf.transpose(x, [...others, from]);
}

/** Class indices `[batch, ...]` of targets `[batch, ...]` or `[batch, ..., 1]`. */
export function classIndices(yTrue: tf.Tensor, predictionRank: number): tf.Tensor {
  const squeezed = yTrue.rank === predictionRank && yTrue.shape.at(-1) === 1;
  return tf.cast(squeezed ? tf.squeeze(yTrue, [yTrue.rank - 1]) : yTrue, "int32");
}

/**
 * Checks class indices against predictions with a class axis.
 *
 * @throws TrainingError `shape-mismatch`
 */
export function checkIndexShapes(
  loss: string,
  target: readonly number[],
  prediction: readonly (number | null)[],
): void {
  const labels =
    target.length === prediction.length && target.at(-1) === 1 ? target.slice(0, -1) : target;
  const fits =
    labels.slice(1).join() === prediction.slice(1, -1).join() &&
    labels.length === prediction.length - 1;
  if (!fits) throw shapeError(loss, target, prediction);
}

/**
 * Refuses what would be broadcast, as Keras does.
 *
 * @throws TrainingError `shape-mismatch`
 */
export function checkSameShape(loss: string, target: tf.Tensor, prediction: tf.Tensor): void {
  if (target.shape.join() !== prediction.shape.join())
    throw shapeError(loss, target.shape, prediction.shape);
}

/** Arguments of {@link SparseCategoricalCrossentropy}. */
export interface SparseCategoricalCrossentropyOptions extends LossOptions {
  /** Whether predictions are logits instead of probabilities. Default false. */
  readonly fromLogits?: boolean;
  /** A label whose samples do not count: not in the sum, nor in the number it is divided by. Default none. */
  readonly ignoreClass?: number | null;
  /** The axis of the classes: the last, as in Keras on TensorFlow. */
  readonly axis?: -1;
}

/**
 * `logsumexp(z) - z[label]` of logits. Probabilities are clipped to `[1e-7, 1 - 1e-7]` and their logarithms taken as
 * logits, so they are normalized again: `-ln(p[label] / sum(p))`.
 *
 * Targets `[batch, ...]` or `[batch, ..., 1]` of class indices; predictions `[batch, ..., classes]`.
 */
export class SparseCategoricalCrossentropy extends Loss {
  static override readonly name: string = "SparseCategoricalCrossentropy";
  readonly className = "SparseCategoricalCrossentropy";
  readonly fromLogits: boolean;
  readonly ignoreClass: number | null;

  constructor(options: SparseCategoricalCrossentropyOptions = {}) {
    const {
      fromLogits = false,
      ignoreClass = null,
      reduction,
      name,
    } = checkOptions("SparseCategoricalCrossentropy", options, {
      ...lossRules,
      fromLogits: flag,
      ignoreClass: orNull(whole()),
      axis: oneOf(-1),
    });
    super({ reduction, name });
    this.fromLogits = fromLogits;
    this.ignoreClass = ignoreClass;
  }

  override checkShapes(target: readonly number[], prediction: readonly (number | null)[]): void {
    checkIndexShapes(this.name, target, prediction);
  }

  override labelLimit(prediction: readonly (number | null)[]): number | null {
    return prediction.at(-1) ?? null;
  }

  override mask(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor | null {
    if (this.ignoreClass === null) return null;
    return tf.notEqual(classIndices(yTrue, yPred.rank), tf.scalar(this.ignoreClass, "int32"));
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const labels = classIndices(yTrue, yPred.rank);
    const logits = logitsOf(yPred) ?? (this.fromLogits ? yPred : tf.log(clip(yPred)));
    const mask = this.mask(yTrue, yPred);
    const known = mask ? tf.mul(labels, tf.cast(mask, "int32")) : labels;
    const chosen = tf.cast(tf.oneHot(known as tf.Tensor1D, yPred.shape.at(-1) ?? 1), "float32");
    const values = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), chosen), -1));
    return mask ? tf.mul(values, tf.cast(mask, "float32")) : values;
  }
}

/** Arguments of {@link CategoricalCrossentropy}. */
export interface CategoricalCrossentropyOptions extends LossOptions {
  /** Whether predictions are logits instead of probabilities. Default false. */
  readonly fromLogits?: boolean;
  /** Share of a target that is spread evenly, from 0 to 1. Default 0. */
  readonly labelSmoothing?: number;
  /** The axis of the classes. Default -1, the last. */
  readonly axis?: number;
}

/** What cross-entropies of targets between 0 and 1 share: smoothed labels, logits, and the axis that is reduced. */
export abstract class SmoothedCrossentropy extends Loss {
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;
  readonly axis: number;

  /** @param rules those of the options that only the subclass has */
  constructor(
    owner: string,
    options: CategoricalCrossentropyOptions,
    rules: Readonly<Record<string, Rule>> = {},
  ) {
    const {
      fromLogits = false,
      labelSmoothing = 0,
      axis = -1,
      reduction,
      name,
    } = checkOptions(owner, options, {
      ...lossRules,
      fromLogits: flag,
      labelSmoothing: share,
      axis: whole(),
      ...rules,
    });
    super({ reduction, name });
    this.fromLogits = fromLogits;
    this.labelSmoothing = labelSmoothing;
    this.axis = axis;
  }

  /** Float32 targets that are moved towards `mean` by the smoothing. */
  protected smoothed(yTrue: tf.Tensor, mean: number): tf.Tensor {
    const target = tf.cast(yTrue, "float32");
    if (this.labelSmoothing === 0) return target;
    return tf.add(tf.mul(target, 1 - this.labelSmoothing), this.labelSmoothing * mean);
  }
}

/** A cross-entropy over one-hot targets of the predictions' shape, `[batch, ..., classes]`. */
export abstract class OneHotCrossentropy extends SmoothedCrossentropy {
  override checkShapes(target: readonly number[], prediction: readonly (number | null)[]): void {
    if (target.slice(1).join() !== prediction.slice(1).join())
      throw shapeError(this.name, target, prediction);
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    checkSameShape(this.name, yTrue, yPred);
    const target = this.smoothed(yTrue, 1 / (yTrue.shape.at(-1) ?? 1)); // Keras counts the last axis, whatever `axis` is.
    const remembered = logitsOf(yPred);
    return this.ofRows(
      axisLast(target, this.axis),
      axisLast(yPred, this.axis),
      remembered && axisLast(remembered, this.axis),
    );
  }

  /**
   * Values of targets and predictions with the classes last.
   *
   * @param remembered the logits that the predictions remember
   */
  protected abstract ofRows(
    target: tf.Tensor,
    prediction: tf.Tensor,
    remembered: tf.Tensor | null,
  ): tf.Tensor;
}

/** `-sum(target * log p)`; probabilities are divided by their sum and clipped first. Both `[batch, ..., classes]`. */
export class CategoricalCrossentropy extends OneHotCrossentropy {
  static override readonly name: string = "CategoricalCrossentropy";
  readonly className = "CategoricalCrossentropy";

  constructor(options: CategoricalCrossentropyOptions = {}) {
    super("CategoricalCrossentropy", options);
  }

  protected override ofRows(
    target: tf.Tensor,
    prediction: tf.Tensor,
    remembered: tf.Tensor | null,
  ): tf.Tensor {
    const logits = remembered ?? (this.fromLogits ? prediction : null);
    const logs = logits
      ? tf.logSoftmax(logits)
      : tf.log(clip(tf.div(prediction, tf.sum(prediction, -1, true))));
    return tf.neg(tf.sum(tf.mul(target, logs), -1));
  }
}

/** Arguments of {@link BinaryCrossentropy}. */
export type BinaryCrossentropyOptions = CategoricalCrossentropyOptions;

/** `-(t log p + (1 - t) log(1 - p))` of each entry, with `p = sigmoid(x)`: `max(x, 0) - x t + log(1 + exp(-|x|))`. */
export function binaryEntriesOfLogits(target: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const soft = tf.log1p(tf.exp(tf.neg(tf.abs(x))));
  return tf.add(tf.sub(tf.relu(x), tf.mul(x, target)), soft);
}

/** `-(t log p + (1 - t) log(1 - p))` of each entry; probabilities are clipped. */
export function binaryEntries(target: tf.Tensor, probabilities: tf.Tensor): tf.Tensor {
  const p = clip(probabilities);
  const hits = tf.mul(target, tf.log(p));
  const misses = tf.mul(tf.sub(1, target), tf.log(tf.sub(1, p)));
  return tf.neg(tf.add(hits, misses));
}

/** The mean over the last axis of `-(t log p + (1 - t) log(1 - p))`. Targets and predictions of one shape. */
export class BinaryCrossentropy extends SmoothedCrossentropy {
  static override readonly name: string = "BinaryCrossentropy";
  readonly className = "BinaryCrossentropy";

  constructor(options: BinaryCrossentropyOptions = {}) {
    super("BinaryCrossentropy", options);
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    const logits = logitsOf(yPred) ?? (this.fromLogits ? yPred : null);
    const [aligned, x] = alignRanks(yTrue, logits ?? yPred);
    checkSameShape(this.name, aligned, x);
    const target = this.smoothed(aligned, 0.5);
    const entries = logits ? binaryEntriesOfLogits(target, x) : binaryEntries(target, x);
    return tf.mean(entries, this.axis);
  }
}

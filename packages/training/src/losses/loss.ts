/** The base of Keras's losses: values per sample, sample weights, and how they become one number. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { snakeCase } from "../names";

/** How values of a batch become the loss. `"sumOverBatchSize"` divides by the number of values, weighted or not. */
export type Reduction = "sumOverBatchSize" | "mean" | "sum" | "none" | "meanWithSampleWeight";

export interface LossOptions {
  /** Default `"sumOverBatchSize"`; Keras's spellings are taken too. */
  readonly reduction?: Reduction | "sum_over_batch_size" | "mean_with_sample_weight" | null;
  readonly name?: string;
}

const reductions: readonly Reduction[] = [
  "sumOverBatchSize",
  "mean",
  "sum",
  "none",
  "meanWithSampleWeight",
];

function resolveReduction(reduction: LossOptions["reduction"]): Reduction {
  const spelled = (reduction ?? "none").replace(/_(\w)/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
  const known = reductions.find((each) => each === spelled);
  if (known) return known;
  throw new TrainingError(
    "invalid-argument",
    `Invalid value for argument \`reduction\`. Expected one of ${reductions.join(", ")}. Received: reduction=${reduction}`,
  );
}

/** Removes or adds a last axis of size 1 so that the two have the same rank, as Keras does. */
export function alignRanks(yTrue: tf.Tensor, yPred: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const difference = yPred.rank - yTrue.rank;
  if (difference === 1 && yPred.shape.at(-1) === 1) {
    return yTrue.rank === 1
      ? [tf.expandDims(yTrue, -1), yPred]
      : [yTrue, tf.squeeze(yPred, [yPred.rank - 1])];
  }
  if (difference === -1 && yTrue.shape.at(-1) === 1)
    return [tf.squeeze(yTrue, [yTrue.rank - 1]), yPred];
  return [yTrue, yPred];
}

/**
 * Sample weights of a metric, with as many axes as its values: trailing axes are added, or one of size 1 removed. Keras's
 * metrics reduce values to the axes of the weights, which gives the same quotients.
 *
 * @throws TrainingError `shape-mismatch` for weights with more axes than the values
 */
export function alignWeights(weights: tf.Tensor, rank: number): tf.Tensor {
  let aligned = weights;
  while (aligned.rank < rank) aligned = tf.expandDims(aligned, -1);
  if (aligned.rank === rank + 1 && aligned.shape.at(-1) === 1)
    aligned = tf.squeeze(aligned, [rank]);
  if (aligned.rank <= rank) return aligned;
  throw new TrainingError(
    "shape-mismatch",
    `Metric: sample weights of shape [${weights.shape.join(", ")}] have more axes than the values they weigh, ${rank}.`,
  );
}

/**
 * The shapes in which Keras multiplies a loss's values by sample weights: only a last axis of size 1 is removed, or
 * added for a vector. Then they are broadcast, so `[batch]` weights fit `[batch, time]` values only where batch and time
 * are equal, and weigh time steps there; `[batch, 1]` weighs samples.
 */
export function weightedShapes(
  values: readonly number[],
  weights: readonly number[],
): { readonly values: readonly number[]; readonly weights: readonly number[] } {
  if (values.length === weights.length + 1 && values.at(-1) === 1) {
    return weights.length === 1
      ? { values, weights: [...weights, 1] }
      : { values: values.slice(0, -1), weights };
  }
  if (weights.length === values.length + 1 && weights.at(-1) === 1) {
    return values.length === 1
      ? { values: [...values, 1], weights }
      : { values, weights: weights.slice(0, -1) };
  }
  return { values, weights };
}

/** Whether two shapes can be broadcast to one. */
export function canBroadcast(a: readonly number[], b: readonly number[]): boolean {
  return a.every((_, i) => {
    const [left, right] = [a.at(-1 - i) ?? 1, b.at(-1 - i) ?? 1];
    return left === right || left === 1 || right === 1;
  });
}

/**
 * A loss. `values` gives one value for each sample (and time step), before weights and reduction.
 * `compute` gives a scalar, or the weighted values for `"none"`; the caller owns it. Differentiable in `yPred`.
 */
export abstract class Loss {
  /** Keras's class name. */
  abstract readonly className: string;
  readonly reduction: Reduction;
  readonly #name: string | undefined;

  constructor({ reduction = "sumOverBatchSize", name }: LossOptions = {}) {
    this.reduction = resolveReduction(reduction);
    this.#name = name;
  }

  get name(): string {
    return this.#name ?? snakeCase(this.className);
  }

  /** `[batch, ...]` of the targets and predictions, the last axis reduced. */
  abstract values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor;

  /**
   * Checks shapes of one batch before the loss runs.
   *
   * @throws TrainingError `shape-mismatch`, naming both shapes
   */
  checkShapes(target: readonly number[], prediction: readonly (number | null)[]): void {
    const rest = (shape: readonly (number | null)[]): string => {
      const sizes = shape.slice(1);
      return (sizes.at(-1) === 1 ? sizes.slice(0, -1) : sizes).join();
    };
    if (rest(target) !== rest(prediction)) throw shapeError(this.name, target, prediction);
  }

  /** Number of classes that labels must be below, if labels are class indices. */
  labelLimit(_prediction: readonly (number | null)[]): number | null {
    return null;
  }

  compute(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor | number | null): tf.Tensor {
    return tf.tidy(() => {
      const values = this.values(yTrue, yPred);
      if (sampleWeight === undefined || sampleWeight === null)
        return reduce(values, null, this.reduction);
      if (typeof sampleWeight === "number" || sampleWeight.rank === 0) {
        return reduce(values, tf.cast(sampleWeight, "float32"), this.reduction);
      }
      const shapes = weightedShapes(values.shape, sampleWeight.shape);
      if (!canBroadcast(shapes.values, shapes.weights)) {
        throw new TrainingError(
          "shape-mismatch",
          `Loss ${this.name}: sample weights of shape [${sampleWeight.shape.join(", ")}] do not fit its values of shape [${values.shape.join(", ")}]. To weigh samples, give [batch${", 1".repeat(Math.max(0, values.rank - 1))}].`,
        );
      }
      return reduce(
        tf.reshape(values, [...shapes.values]),
        tf.reshape(tf.cast(sampleWeight, "float32"), [...shapes.weights]),
        this.reduction,
      );
    });
  }
}

function reduce(values: tf.Tensor, weights: tf.Tensor | null, reduction: Reduction): tf.Tensor {
  const weighted = weights ? tf.mul(values, weights) : values;
  switch (reduction) {
    case "none":
      return weighted;
    case "sum":
      return tf.sum(weighted);
    case "mean":
    case "sumOverBatchSize":
      return tf.mean(weighted);
    case "meanWithSampleWeight": {
      if (!weights) return tf.mean(weighted);
      // Nothing weighs anything: 0. (divNoNan has no gradient in tfjs.)
      const total = tf.sum(weights);
      return tf.div(tf.sum(weighted), tf.where(tf.equal(total, 0), tf.onesLike(total), total));
    }
  }
}

/** One message for every mismatch of targets and predictions. */
export function shapeError(
  loss: string,
  target: readonly number[],
  prediction: readonly (number | null)[],
): TrainingError {
  const show = (shape: readonly (number | null)[]): string =>
    `[${["batch", ...shape.slice(1)].join(", ")}]`;
  return new TrainingError(
    "shape-mismatch",
    `Loss ${loss}: targets of shape ${show(target)} do not fit predictions of shape ${show(prediction)}.`,
  );
}

/** What a user may give as a loss function: values per sample, or a scalar. */
export type LossFunction = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;

/** A function as a loss: its values are averaged. */
export class FunctionLoss extends Loss {
  readonly className = "FunctionLoss";
  readonly #fn: LossFunction;

  constructor(fn: LossFunction) {
    super({ name: fn.name === "" ? "loss" : snakeCase(fn.name) });
    this.#fn = fn;
  }

  override checkShapes(): void {
    // The function decides what it takes.
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return this.#fn(yTrue, yPred);
  }
}

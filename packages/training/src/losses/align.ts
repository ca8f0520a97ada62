/** How targets, predictions, values and sample weights of different ranks meet, as in Keras. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";

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

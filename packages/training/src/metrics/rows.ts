/** Targets, predictions and weights as rows of classes, which metrics made of counts share. */
import * as tf from "@tensorflow/tfjs";
import { alignWeights } from "./align-weights";

export interface Rows {
  /** `[rows, classes]`, float32: one-hot where class indices were given. */
  readonly target: tf.Tensor2D;
  /** `[rows, classes]`. */
  readonly prediction: tf.Tensor2D;
  /** `[rows, 1]`, float32; ones where samples count alike. */
  readonly weight: tf.Tensor2D;
}

/** One row for each prediction: a sample's or, with a time axis, a time step's. Runs in a tidy. */
export function rows(yTrue: tf.Tensor, yPred: tf.Tensor, weights: tf.Tensor | null): Rows {
  const classes = yPred.rank === 1 ? 1 : (yPred.shape.at(-1) ?? 1);
  const prediction = tf.reshape(yPred, [-1, classes]) as tf.Tensor2D;
  const areIndices = classes > 1 && yTrue.size * classes === yPred.size;
  const target = areIndices
    ? tf.oneHot(tf.cast(tf.reshape(yTrue, [-1]), "int32") as tf.Tensor1D, classes)
    : tf.reshape(yTrue, [-1, classes]);
  const leading = yPred.rank === 1 ? yPred.shape : yPred.shape.slice(0, -1);
  const ones = tf.ones(leading);
  const spread = weights ? tf.mul(ones, alignWeights(weights, leading.length)) : ones;
  return {
    target: tf.cast(target, "float32") as tf.Tensor2D,
    prediction,
    weight: tf.reshape(spread, [-1, 1]) as tf.Tensor2D,
  };
}

/** Weighted true positives, false positives and false negatives: each a sum along `axis`, in one vector. */
export function outcomes(
  positive: tf.Tensor,
  { target, weight }: Pick<Rows, "target" | "weight">,
  axis?: number,
): tf.Tensor1D {
  const sum = (x: tf.Tensor): tf.Tensor1D => tf.reshape(tf.sum(tf.mul(x, weight), axis), [-1]);
  const counted = tf.cast(positive, "float32");
  const hits = tf.mul(counted, target);
  return tf.concat1d([sum(hits), sum(tf.sub(counted, hits)), sum(tf.sub(target, hits))]);
}

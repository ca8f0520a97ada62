/** Targets, predictions and weights as rows of classes, which metrics made of counts share. */
import * as tf from "@tensorflow/tfjs";
import { alignWeights } from "./align-weights";

export interface Rows {
  /** `[rows, classes]`, float32: one-hot where class indices were given. */
  readonly target: tf.Tensor2D;
  /** `[rows, classes]`. */
  readonly prediction: tf.Tensor2D;
  /** `[rows, 1]`, or `[rows, classes]` where every entry has its own; ones where samples count alike. */
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
  return {
    target: tf.cast(target, "float32") as tf.Tensor2D,
    prediction,
    weight: weights ? rowWeights(weights, yPred, classes) : tf.ones([prediction.shape[0], 1]),
  };
}

function rowWeights(weights: tf.Tensor, yPred: tf.Tensor, classes: number): tf.Tensor2D {
  const ofEntries = classes > 1 && weights.rank === yPred.rank && weights.shape.at(-1) === classes;
  if (ofEntries) return tf.reshape(tf.mul(tf.ones(yPred.shape), weights), [-1, classes]);
  const leading = yPred.rank === 1 ? yPred.shape : yPred.shape.slice(0, -1);
  return tf.reshape(tf.mul(tf.ones(leading), alignWeights(weights, leading.length)), [-1, 1]);
}

/** One class's column of rows. Weights for samples have a single column, which serves every class. */
export function column({ target, prediction, weight }: Rows, classId: number): Rows {
  const cut = (x: tf.Tensor2D): tf.Tensor2D =>
    x.shape[1] === 1 ? x : tf.slice2d(x, [0, classId], [x.shape[0], 1]);
  return { target: cut(target), prediction: cut(prediction), weight: cut(weight) };
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

/** Mixing of labels, as MixUp and CutMix do it. */
import * as tf from "@tensorflow/tfjs";
import { AugmentationError } from "../errors";

/**
 * Blends each label with the label of the image that was mixed in.
 *
 * @param labels - `[batch, classes]` of numbers, usually one-hot; not disposed
 * @param weights - the share that each label keeps
 * @param order - which image was mixed into which
 * @returns float32 `[batch, classes]`
 * @throws AugmentationError `invalid-input` unless the labels have rank 2
 */
export function mixLabels(
  labels: tf.Tensor,
  weights: ArrayLike<number>,
  order: ArrayLike<number>,
): tf.Tensor {
  if (labels.rank !== 2 || labels.shape[0] !== weights.length) {
    throw new AugmentationError(
      "invalid-input",
      `Expected labels of shape [${weights.length}, classes], one row of class weights per image. ` +
        `Received: labels.shape=[${labels.shape.join(", ")}]`,
    );
  }
  const own = tf.cast(labels, "float32");
  const other = tf.gather(own, tf.tensor1d(Int32Array.from(order), "int32"));
  const share = tf.tensor2d(Float32Array.from(weights), [weights.length, 1]);
  return tf.add(tf.mul(share, own), tf.mul(tf.sub(1, share), other));
}

/** Moves values from one range to another, as Keras's layers do around a computation in 0..255 or 0..1. */
import * as tf from "@tensorflow/tfjs";
import type { Range } from "../base/arguments";

/** Maps `from` linearly onto `to`; the same tensor's values if both are equal. */
export function changeRange(images: tf.Tensor4D, from: Range, to: Range): tf.Tensor4D {
  if (from[0] === to[0] && from[1] === to[1]) return images;
  const unit = tf.div(tf.sub(images, from[0]), from[1] - from[0]);
  return tf.add(tf.mul(unit, to[1] - to[0]), to[0]);
}

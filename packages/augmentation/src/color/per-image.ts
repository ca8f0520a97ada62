/** Small tensor builders for what is drawn once per image. */
import * as tf from "@tensorflow/tfjs";

/** One number per image as `[batch, 1, 1, 1]`, to broadcast over an image batch. */
export function perImage(values: ArrayLike<number>): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(values), [values.length, 1, 1, 1]);
}

/** Takes each image from `yes` where its flag is set, from `no` elsewhere. */
export function chooseImages(
  flags: readonly boolean[],
  yes: tf.Tensor4D,
  no: tf.Tensor4D,
): tf.Tensor4D {
  if (flags.every(Boolean)) return yes.clone();
  if (!flags.some(Boolean)) return no.clone();
  return tf.where(tf.tensor4d(flags.map(Number), [flags.length, 1, 1, 1], "bool"), yes, no);
}

/** Which images an effect with a random probability applies to: `threshold < probability`, as Keras compares. */
export function thresholdFlags(probabilities: Float32Array, thresholds: Float32Array): boolean[] {
  return Array.from(thresholds, (threshold, image) => threshold < (probabilities[image] as number));
}

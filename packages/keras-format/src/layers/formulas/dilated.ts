/**
 * Convolutions with gaps between the entries of their kernel. tfjs predicts with them and has no gradient of theirs, so that
 * training takes a kernel with zeros in the gaps, which is the same sum with more terms. Channels come last.
 */
import * as tf from "@tensorflow/tfjs";

type Pair = [number, number];

/** A tensor with `rate - 1` zeros between the entries of an axis. */
export function withGaps(x: tf.Tensor, axis: number, rate: number): tf.Tensor {
  if (rate === 1) return x;
  const shape = [...x.shape];
  const length = shape[axis] ?? 1;
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  // Every entry gets its gap behind it, and the last one's is cut off.
  const apart = tf.reshape(x, [-1, length, inner]);
  const rows = tf.reshape(apart, [-1, 1, inner]);
  const padded = tf.pad(rows, [
    [0, 0],
    [0, rate - 1],
    [0, 0],
  ]);
  const whole = tf.reshape(padded, [-1, length * rate, inner]);
  shape[axis] = (length - 1) * rate + 1;
  return tf.reshape(tf.slice(whole, [0, 0, 0], [-1, shape[axis], inner]), shape);
}

/** A kernel with zeros between its entries: what dilation means. */
export const spread = (kernel: tf.Tensor4D, tall: number, wide: number): tf.Tensor4D =>
  withGaps(withGaps(kernel, 0, tall), 1, wide) as tf.Tensor4D;

/** How a convolution is computed. */
export interface Settings {
  readonly strides: Pair;
  readonly padding: "valid" | "same";
  readonly dilations: Pair;
  readonly training: boolean;
}

/** The kernel and the dilations that are left to say. */
const prepared = (
  kernel: tf.Tensor4D,
  { dilations: [tall, wide], training }: Settings,
): [tf.Tensor4D, Pair] =>
  training ? [spread(kernel, tall, wide), [1, 1]] : [kernel, [tall, wide]];

export function conv2d(x: tf.Tensor4D, kernel: tf.Tensor4D, settings: Settings): tf.Tensor4D {
  const [used, dilations] = prepared(kernel, settings);
  return tf.conv2d(x, used, settings.strides, settings.padding, "NHWC", dilations);
}

export function depthwiseConv2d(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  settings: Settings,
): tf.Tensor4D {
  const [used, dilations] = prepared(kernel, settings);
  return tf.depthwiseConv2d(x, used, settings.strides, settings.padding, "NHWC", dilations);
}

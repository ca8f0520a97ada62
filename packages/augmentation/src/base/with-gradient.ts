/** An operation on images together with its gradient: for kernels of ours, of which tfjs knows none. */
import * as tf from "@tensorflow/tfjs";

type Operation = (images: tf.Tensor4D) => tf.Tensor4D;

/** Runs `forward` on images; in a gradient, `backward` takes the gradient of its output to that of its input. */
export function withGradient(
  images: tf.Tensor4D,
  forward: Operation,
  backward: Operation,
): tf.Tensor4D {
  const operation = tf.customGrad<tf.Tensor4D>((x) => ({
    value: forward(x as tf.Tensor4D),
    gradFunc: backward,
  }));
  return operation(images);
}

type Comparison = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/**
 * Compares values, as a mask for `tf.where`. To a gradient the mask is a constant, as in TensorFlow; tfjs on its own
 * looks for the gradient of the comparison and throws because there is none.
 */
export function compare(comparison: Comparison, a: tf.Tensor, b: tf.Tensor | number): tf.Tensor {
  const other = typeof b === "number" ? tf.scalar(b) : b;
  const operation = tf.customGrad((x, y) => ({
    value: comparison(x as tf.Tensor, y as tf.Tensor),
    gradFunc: () => [tf.zeros(a.shape), tf.zeros(other.shape)],
  }));
  return operation(a, other);
}

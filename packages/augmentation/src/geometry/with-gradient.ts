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

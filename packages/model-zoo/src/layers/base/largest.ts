/** The largest value over axes, with TensorFlow's gradient: what is largest several times shares it. tfjs gives it to each. */
import * as tf from "@tensorflow/tfjs";

/** The largest values over some axes, which stay as axes of size 1. The caller owns the result. */
export function largest(x: tf.Tensor, axes: number[]): tf.Tensor {
  return tf.customGrad((value, save) => {
    const given = value as tf.Tensor;
    const result = tf.max(given, axes, true);
    (save as (tensors: tf.Tensor[]) => void)([given, result]);
    return {
      value: result,
      gradFunc: (dy, saved) => {
        const [given, result] = saved as [tf.Tensor, tf.Tensor];
        const where = tf.cast(tf.equal(given, result), "float32");
        return tf.mul(where, tf.div(dy, tf.sum(where, axes, true)));
      },
    };
  })(x);
}

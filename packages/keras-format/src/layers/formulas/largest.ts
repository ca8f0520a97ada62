/** The largest of several values, with TensorFlow's gradient: equal ones share it. tfjs gives all of it to each. */
import * as tf from "@tensorflow/tfjs";

/** The maximum over some axes, or all of them. Differentiable. */
export function largest(
  x: tf.Tensor,
  axes: number | number[] | undefined,
  keep: boolean,
): tf.Tensor {
  const wide = tf.customGrad((given) => {
    const value = tf.max(given as tf.Tensor, axes, true);
    return {
      value,
      gradFunc: (dy: tf.Tensor) => {
        const chosen = tf.cast(tf.equal(given as tf.Tensor, value), "float32");
        return tf.mul(tf.div(chosen, tf.sum(chosen, axes, true)), dy);
      },
    };
  })(x);
  if (keep) return wide;
  const dropped = axes === undefined ? x.shape.map((_, axis) => axis) : [axes].flat();
  const gone = new Set(dropped.map((axis) => (axis < 0 ? axis + x.rank : axis)));
  return tf.reshape(
    wide,
    wide.shape.filter((_, axis) => !gone.has(axis)),
  );
}

/** The minimum, likewise. */
export const smallest = (
  x: tf.Tensor,
  axes: number | number[] | undefined,
  keep: boolean,
): tf.Tensor => tf.neg(largest(tf.neg(x), axes, keep));

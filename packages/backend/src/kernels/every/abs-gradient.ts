/**
 * The gradient of |x| on every backend, TensorFlow's: `dx = dy sign(x)`, which is 0 at 0. tfjs's own is `dy step(x, -1)`, -1 at
 * 0, so that an L1 penalty pushes weights that are exactly 0 away from it, and absolute errors change a model that is right.
 */
import * as tf from "@tensorflow/tfjs";

/** Replaces the gradient of `Abs`. Idempotent. */
export function registerAbsGradient(): void {
  tf.unregisterGradient("Abs");
  tf.registerGradient({
    kernelName: "Abs",
    inputsToSave: ["x"],
    gradFunc: (dy, saved) => {
      const [x] = saved as [tf.Tensor];
      return { x: () => tf.mul(dy as tf.Tensor, tf.sign(tf.cast(x, "float32"))) };
    },
  });
}

/** Lets a tensor outlive the tidies it was made in, up to the outermost one. */
import * as tf from "@tensorflow/tfjs";

/**
 * Hands a tensor over to the outermost open scope. A penalty is made deep inside a model's `apply`, whose tidies would dispose
 * it, and read by the training step, whose tidy is the outermost: kept by hand it would leak whenever nobody reads it.
 * Outside every tidy nothing changes.
 */
export function adoptByOutermostScope(tensor: tf.Tensor): void {
  const { scopeStack } = tf.engine().state;
  const [outermost] = scopeStack;
  if (!outermost) return;
  for (const scope of scopeStack) {
    const at = scope.track.indexOf(tensor);
    if (at >= 0) scope.track.splice(at, 1);
  }
  outermost.track.push(tensor);
}

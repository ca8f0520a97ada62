/**
 * Predictions that remember the logits they were made of. Keras's softmax and sigmoid do so (`_keras_logits`), and its
 * cross-entropies compute from the logits then: without clipping, and with a gradient however wrong the prediction is.
 */
import type * as tf from "@tensorflow/tfjs";

const logits = new WeakMap<tf.Tensor, tf.Tensor>();

/** Notes what a prediction was made of. The logits must live as long as the prediction is used. */
export function rememberLogits(prediction: tf.Tensor, made: tf.Tensor): void {
  logits.set(prediction, made);
}

/** The logits that a prediction was made of, or null where it remembers none. */
export function logitsOf(prediction: tf.Tensor): tf.Tensor | null {
  return logits.get(prediction) ?? null;
}

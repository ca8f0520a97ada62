/** Layers that a graph calls with `training=False`: frozen parts of a model that behave as when they predict. */
import type * as tf from "@tensorflow/tfjs";

const marked = new WeakSet<tf.layers.Layer>();

/**
 * Makes a layer of a model that is being made run as outside of training, whatever the model's own call says. tfjs has no
 * argument for it that lasts. The layer must be the caller's own.
 */
export function runOutsideTraining(layer: tf.layers.Layer): void {
  if (marked.has(layer)) return;
  marked.add(layer);
  const call = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => call(inputs, { ...kwargs, training: false });
}

/** Whether {@link runOutsideTraining} was called for it. */
export const runsOutsideTraining = (layer: tf.layers.Layer): boolean => marked.has(layer);

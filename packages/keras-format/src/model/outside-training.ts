/** The argument `training` of a layer's call in a graph: tfjs has no place for it that lasts. */
import type * as tf from "@tensorflow/tfjs";

const said = new WeakMap<tf.layers.Layer, boolean>();
const marked = new WeakSet<tf.layers.Layer>();

/** Keeps what a graph says, for the file that is written of it. */
export function keepTraining(layer: tf.layers.Layer, training: boolean): void {
  said.set(layer, training);
}

/** What {@link keepTraining} was told of it, if anything. */
export const keptTraining = (layer: tf.layers.Layer): boolean | undefined => said.get(layer);

/**
 * Makes a layer of a model that is being made run as outside of training, whatever the model's own call says. The layer must be the
 * caller's own.
 */
export function runOutsideTraining(layer: tf.layers.Layer): void {
  if (marked.has(layer)) return;
  marked.add(layer);
  const call = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => call(inputs, { ...kwargs, training: false });
}

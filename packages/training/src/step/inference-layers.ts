/**
 * Layers that run outside training also while they are trained, as Keras's do that are called with `training=False`: batch
 * normalization by its averages, dropout not at all. Kept beside the layers, for no object of tfjs is changed.
 */
import type * as tf from "@tensorflow/tfjs";

const layers = new WeakSet<tf.layers.Layer>();

/** Lets a layer run outside training from now on. */
export function runOutsideTraining(layer: tf.layers.Layer): void {
  layers.add(layer);
}

/** Whether a layer does. */
export function runsOutsideTraining(layer: tf.layers.Layer): boolean {
  return layers.has(layer);
}

/** Walks the layers of a model, those inside models, wrappers and recurrent layers included. */
import type * as tf from "@tensorflow/tfjs";

type Layer = tf.layers.Layer;

/** Whether a layer is a model. */
export function isContainer(layer: Layer): layer is tf.LayersModel {
  return "layers" in layer && Array.isArray(layer.layers);
}

/** Where tfjs's wrappers and recurrent layers keep the layers that they run. */
const innerFields = ["layer", "forwardLayer", "backwardLayer", "cell", "cells"] as const;

/** The layers that a wrapper such as `timeDistributed` or a recurrent layer runs itself. */
export function innerLayers(layer: Layer): readonly Layer[] {
  const fields = layer as Partial<Record<(typeof innerFields)[number], Layer | readonly Layer[]>>;
  return innerFields.flatMap((name) => fields[name] ?? []);
}

/** A layer with whether it, or a model around it, has `trainable = false`. */
export interface PlacedLayer {
  readonly layer: Layer;
  readonly frozen: boolean;
}

/** Every layer of a model that is not a model itself, each once; frozen if any of its places is. */
export function leafLayers(model: Layer): readonly PlacedLayer[] {
  const found = new Map<Layer, boolean>();
  const walk = (layer: Layer, above: boolean): void => {
    const frozen = above || !layer.trainable;
    if (isContainer(layer)) {
      layer.layers.forEach((inner) => walk(inner, frozen));
      return;
    }
    found.set(layer, frozen || found.get(layer) === true);
    innerLayers(layer).forEach((inner) => walk(inner, frozen));
  };
  walk(model, false);
  return [...found].map(([layer, frozen]) => ({ layer, frozen }));
}

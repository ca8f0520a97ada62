/** Keras's rule for frozen batch normalization, which tfjs lacks. */
import type * as tf from "@tensorflow/tfjs";

type Layer = tf.layers.Layer;

/** The layers inside a model or a wrapper. */
function within(layer: Layer): readonly Layer[] {
  if ("layers" in layer) return layer.layers as Layer[];
  return "layer" in layer ? [layer.layer as Layer] : [];
}

function frozenNormalizations(layer: Layer, above = false): Layer[] {
  const frozen = above || !layer.trainable;
  if (frozen && layer.getClassName() === "BatchNormalization") return [layer];
  return within(layer).flatMap((inner) => frozenNormalizations(inner, frozen));
}

/**
 * Makes batch normalization with `trainable = false`, its own or that of a model around it, use its averages in training
 * and leave them as they are, wherever the layer came from: `trainable` is all that a saved model keeps of being frozen.
 * tfjs's own goes on normalizing by the batch and changing its averages.
 *
 * @returns what gives the layers their own behaviour back
 */
export function holdFrozenNormalization(model: tf.LayersModel): () => void {
  const undo = frozenNormalizations(model).map((layer) => {
    const own = Object.getOwnPropertyDescriptor(layer, "call");
    const call = layer.call.bind(layer);
    layer.call = (inputs, kwargs) => call(inputs, { ...kwargs, training: false });
    return () => {
      if (own) Object.defineProperty(layer, "call", own);
      else Reflect.deleteProperty(layer, "call");
    };
  });
  return () => undo.forEach((each) => each());
}

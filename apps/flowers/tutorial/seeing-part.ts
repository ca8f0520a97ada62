/** The part of a classifier that sees: its last layers make their answer of the features that it gives. */
import * as tf from "@tensorflow/tfjs";

/**
 * The layers before the first that takes features without places, as a model `[batch, height, width, channels]` to
 * `[batch, features]`. They stay the given model's, and are disposed with it.
 *
 * @throws Error when the model has no such layer
 */
export function seeingPart(model: tf.LayersModel): tf.LayersModel {
  for (const { input } of model.layers)
    if (!Array.isArray(input) && input.shape.length === 2)
      return tf.model({ inputs: model.inputs, outputs: input, name: `${model.name}_seeing` });
  throw new Error("This model has no features without places.");
}

/** The losses that layers bring themselves: their weights' regularization. */
import * as tf from "@tensorflow/tfjs";
import { leafLayers } from "./layers";

/**
 * The sum of all layers' regularization, or null if no layer has any. Differentiable. As in Keras, frozen layers, or those
 * of a frozen model, add nothing, and a layer that is used twice adds once.
 */
export function regularization(model: tf.LayersModel): tf.Scalar | null {
  const open = leafLayers(model).filter(({ frozen }) => !frozen);
  // A wrapper names its layer's losses as its own.
  const losses = new Set(open.flatMap(({ layer }) => layer.losses));
  const [first, ...more] = [...losses].map((loss) => loss());
  return first ? more.reduce((sum, loss) => tf.add(sum, loss), first) : null;
}

/** A layer of a model by its name, or a refusal that lists them. */
import type * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";

/** @throws ModelZooError `unknown-name` */
export function layerNamed(caller: string, model: tf.LayersModel, name: string): tf.layers.Layer {
  const found = model.layers.find((layer) => layer.name === name);
  if (found) return found;
  throw new ModelZooError(
    "unknown-name",
    `${caller}: the model has no layer "${name}". Its layers: ${model.layers.map((layer) => layer.name).join(", ")}.`,
  );
}

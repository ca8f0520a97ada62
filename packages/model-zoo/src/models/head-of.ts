/** The new head of a transfer model, alone: it trains in seconds on features that were computed once. */
import type * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { behind } from "./split-model";
import { requireModel } from "./require-model";

/**
 * What stands behind the base in a model of `featureExtractor`, as a model of its own over features: the same layers, so
 * that what it learns is learned in both. Train it on the features that `extractFeatures` of `@flowers/training` gives.
 *
 * Dispose of it and of `model`: the head's weights go with the last of the two.
 *
 * @throws ModelZooError `invalid-argument` if nothing stands behind the base, or what does takes more than one of its tensors
 *
 * @example
 * const model = featureExtractor(base, { numClasses: 5, dropout: 0.2 });
 * const head = headOf(model, base); // [batch, 1280] -> [batch, 5]
 */
export function headOf(model: tf.LayersModel, base: tf.LayersModel): tf.LayersModel {
  requireModel("headOf", "model", model);
  requireModel("headOf", "base", base);
  const own = new Set(base.layers);
  const first = model.layers.find((layer) => !own.has(layer));
  const refuse = (reason: string): ModelZooError =>
    new ModelZooError("invalid-argument", `headOf: ${reason}`, {
      remedy: "Give a model that featureExtractor made, and its base.",
    });
  if (!first) throw refuse(`"${model.name}" has no layer that "${base.name}" lacks.`);
  const door = first.input;
  if (Array.isArray(door)) throw refuse(`layer "${first.name}" has several inputs.`);
  return behind(model, door, `${model.name}_head`, (crossing) =>
    refuse(
      `what stands behind "${base.name}" takes the output of "${crossing}" beside that of "${door.sourceLayer.name}".`,
    ),
  );
}

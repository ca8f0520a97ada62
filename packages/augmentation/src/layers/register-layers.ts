/** Tells tfjs about all layers of this package, for loading a saved model in a program that makes none of them itself. */
import { registerLayerClass } from "../base/names";
import { layerClasses } from "./index";

/**
 * Registers every layer class, so that `tf.loadLayersModel` and `tf.models.modelFromJSON` can make them. Making a layer
 * registers its class too; only a program that loads a model before it has made any needs this. Idempotent.
 *
 * @example
 * ```ts
 * registerLayers();
 * const model = await tf.loadLayersModel("file://model/model.json");
 * ```
 */
export function registerLayers(): void {
  for (const layerClass of Object.values(layerClasses)) registerLayerClass(layerClass);
}

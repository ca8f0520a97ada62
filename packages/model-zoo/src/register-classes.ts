/** Makes this package's classes known to tfjs by name, for loading saved models. */
import * as tf from "@tensorflow/tfjs";
import { registerLayers } from "@flowers/augmentation";
import { Orthogonal } from "./initializers/orthogonal";
import { randomInitializers } from "./initializers/random";
import { scalingInitializers } from "./initializers/variance-scaling";
import { layerClasses } from "./layers";
import { regularizerClasses } from "./regularizers/regularizers";

/**
 * Registers every class that a model of this package can contain, its own layers and initializers and the layers of
 * `@flowers/augmentation`, so that `tf.loadLayersModel` and
 * `tf.models.modelFromJSON` can make them. Making a layer registers its classes too; only a program that loads a model
 * before it has made any needs this, and a bundler leaves the classes out without it. Idempotent.
 *
 * @example
 * ```ts
 * registerClasses();
 * const model = await tf.loadLayersModel("indexeddb://flowers");
 * ```
 */
export function registerClasses(): void {
  for (const initializer of [...randomInitializers, ...scalingInitializers, Orthogonal]) {
    tf.serialization.registerClass(initializer);
  }
  for (const each of [...Object.values(layerClasses), ...Object.values(regularizerClasses)]) {
    tf.serialization.registerClass(each as Parameters<typeof tf.serialization.registerClass>[0]);
  }
  registerLayers();
}

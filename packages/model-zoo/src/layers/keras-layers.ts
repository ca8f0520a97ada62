/** Layers from the configurations that Keras writes, for loading `.keras` files. */
import {
  kerasLayers as imageLayers,
  type KerasLayerFactory,
  optionsFromKeras,
} from "@flowers/augmentation";
import type * as tf from "@tensorflow/tfjs";
import { layerClasses } from "./index";

type OptionsClass = new (options: never) => tf.layers.Layer;

/** Settings of Keras's that no layer of ours has, and whose only value that Keras writes by itself changes nothing. */
const unused = new Set(["quantizationConfig"]);

const own = Object.entries(layerClasses).map(([name, layerClass]): [string, KerasLayerFactory] => [
  name,
  (config) => {
    const options = Object.entries(optionsFromKeras(config)).filter(([key]) => !unused.has(key));
    return new (layerClass as OptionsClass)(Object.fromEntries(options) as never);
  },
]);

/**
 * A factory for each Keras layer of ours, by Keras's class name: the image layers of `@flowers/augmentation` and the
 * layers of this package. It is what `toLayersModel` of `@flowers/keras-format` takes as `layers`, so that a loaded model
 * draws Keras's numbers when it is trained further.
 *
 * @example
 * ```ts
 * const model = toLayersModel(await readKeras(bytes), { layers: kerasLayers });
 * ```
 */
export const kerasLayers: Readonly<Record<string, KerasLayerFactory>> = {
  ...imageLayers,
  ...Object.fromEntries(own),
};

/** Layers from the configurations that Keras writes, for loading `.keras` files. */
import {
  kerasLayers as imageLayers,
  type KerasLayerFactory,
  optionsFromKeras,
} from "@flowers/augmentation";
import { Dropout, type DropoutOptions } from "./dropout";

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
  Dropout: (config) => new Dropout(optionsFromKeras(config) as unknown as DropoutOptions),
};

/** Layers from the configurations that Keras writes, for loading `.keras` files. */
import type * as tf from "@tensorflow/tfjs";
import { show } from "../base/arguments";
import { AugmentationError } from "../errors";
import { kerasLayerClasses } from "./index";

/** Makes the layer that a Keras configuration (`get_config()`, snake case) describes. */
export type KerasLayerFactory = (config: Readonly<Record<string, unknown>>) => tf.layers.Layer;

/** What every Keras layer writes and ours have no use for: computation is float32. */
const unused = new Set(["dtype", "batch_input_shape", "build_input_shape"]);

/** Keras's spelling of an argument as ours: `fill_mode` becomes `fillMode`. */
const camelCase = (key: string): string =>
  key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * A Keras configuration as the options of a layer: names in camel case; what is null is left to the layer's default,
 * which is what None means to Keras's layers.
 */
export function optionsFromKeras(
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (typeof config !== "object" || (config as object | null) === null || Array.isArray(config)) {
    throw new AugmentationError(
      "invalid-argument",
      `optionsFromKeras: expected a configuration of Keras's, a record. Received: ${show(config)}`,
    );
  }
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key, value]) => value !== null && !unused.has(key))
      .map(([key, value]) => [camelCase(key), value]),
  );
}

type OptionsClass = new (options: never) => tf.layers.Layer;

/**
 * A factory for each of Keras's image layers, by Keras's class name: what `toLayersModel` of `@flowers/keras-format`
 * takes as `layers`. A layer without a seed draws one, as in Keras.
 *
 * @example
 * ```ts
 * const model = toLayersModel(await readKeras(bytes), { layers: kerasLayers });
 * kerasLayers.RandomFlip({ name: "random_flip", mode: "horizontal", seed: 1 }).getClassName(); // "RandomFlip"
 * ```
 */
export const kerasLayers: Readonly<Record<keyof typeof kerasLayerClasses, KerasLayerFactory>> =
  Object.fromEntries(
    Object.entries(kerasLayerClasses).map(([name, layerClass]) => [
      name,
      (config: Readonly<Record<string, unknown>>) =>
        new (layerClass as OptionsClass)(optionsFromKeras(config) as never),
    ]),
  ) as Record<keyof typeof kerasLayerClasses, KerasLayerFactory>;

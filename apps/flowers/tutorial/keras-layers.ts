/** The layers of ours that a `.keras` file may name, as the reader wants them. */
import {
  randomBrightness,
  randomContrast,
  randomFlip,
  randomRotation,
  randomTranslation,
  randomZoom,
} from "@flowers/augmentation";
import type { LayerFactory } from "@flowers/keras-format";
import { dropout } from "@flowers/model-zoo";
import type * as tf from "@tensorflow/tfjs";

/** Keras's arguments, in snake case, as the options of a layer; what is null is left to the default. */
function from<O>(make: (options: O) => tf.layers.Layer): LayerFactory {
  return (config) => {
    const { dtype: _, ...given } = config;
    const options = Object.fromEntries(
      Object.entries(given)
        .filter(([, value]) => value !== null)
        .map(([key, value]) => [
          key.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
          value,
        ]),
    );
    return make(options as O);
  };
}

export const kerasLayers: Readonly<Record<string, LayerFactory>> = {
  Dropout: from(dropout),
  RandomBrightness: from(randomBrightness),
  RandomContrast: from(randomContrast),
  RandomFlip: from(randomFlip),
  RandomRotation: from(randomRotation),
  RandomTranslation: from(randomTranslation),
  RandomZoom: from(randomZoom),
};

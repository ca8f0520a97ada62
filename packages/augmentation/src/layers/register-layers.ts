/** Tells tfjs about all layers of this package, for loading a saved model in a program that makes none of them itself. */
import { registerLayerClass } from "../base/names";
import { AugMix } from "./aug-mix";
import { AutoContrast } from "./auto-contrast";
import { CenterCrop } from "./center-crop";
import { CutMix } from "./cut-mix";
import { Equalization } from "./equalization";
import { GeometricPipeline } from "./geometric-pipeline";
import { MixUp } from "./mix-up";
import { RandAugment } from "./rand-augment";
import { RandomBrightness } from "./random-brightness";
import { RandomColorDegeneration } from "./random-color-degeneration";
import { RandomColorJitter } from "./random-color-jitter";
import { RandomContrast } from "./random-contrast";
import { RandomCrop } from "./random-crop";
import { RandomErasing } from "./random-erasing";
import { RandomFlip } from "./random-flip";
import { RandomGaussianBlur } from "./random-gaussian-blur";
import { RandomGrayscale } from "./random-grayscale";
import { RandomHue } from "./random-hue";
import { RandomInvert } from "./random-invert";
import { RandomPerspective } from "./random-perspective";
import { RandomPosterization } from "./random-posterization";
import { RandomRotation } from "./random-rotation";
import { RandomSaturation } from "./random-saturation";
import { RandomSharpness } from "./random-sharpness";
import { RandomShear } from "./random-shear";
import { RandomTranslation } from "./random-translation";
import { RandomZoom } from "./random-zoom";
import { Rescaling } from "./rescaling";
import { Resizing } from "./resizing";
import { Solarization } from "./solarization";

const layerClasses = [
  RandomFlip,
  RandomRotation,
  RandomZoom,
  RandomTranslation,
  RandomShear,
  RandomPerspective,
  RandomCrop,
  CenterCrop,
  Resizing,
  Rescaling,
  RandomBrightness,
  RandomContrast,
  RandomSaturation,
  RandomHue,
  RandomColorJitter,
  RandomColorDegeneration,
  RandomGrayscale,
  RandomSharpness,
  RandomGaussianBlur,
  RandomErasing,
  RandomInvert,
  RandomPosterization,
  Solarization,
  AutoContrast,
  Equalization,
  MixUp,
  CutMix,
  RandAugment,
  AugMix,
  GeometricPipeline,
] as const;

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
  for (const layerClass of layerClasses) registerLayerClass(layerClass);
}

/**
 * Every layer of this package, by class name: the one table that registration, loading, tests and documentation read.
 * A new layer is its file, one row here and its exports in `../index.ts`.
 */
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

/** Keras's layers, by Keras's name. */
export const kerasLayerClasses = {
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
} as const;

/** All layers: Keras's, and those of our own. */
export const layerClasses = { ...kerasLayerClasses, GeometricPipeline } as const;

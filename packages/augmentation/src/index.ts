// Keras's image preprocessing and augmentation layers for TensorFlow.js, right on every backend.
export { AugmentationError, type AugmentationErrorCode } from "./errors";
export type { Factor, Range } from "./base/arguments";
export {
  ImageLayer,
  type CallOptions,
  type DataFormat,
  type ImageBatch,
  type ImageLayerOptions,
  type ImageShape,
  type SeedSource,
} from "./base/image-layer";
export { RandomLayer, type RandomLayerOptions } from "./base/random-layer";
export { GeometricLayer, type GeometricLayerOptions } from "./base/geometric-layer";
export type { Spans } from "./geometry/boxes";
export { projectiveTransform } from "./geometry/projective";
export type { FillMode, Interpolation, Sampling } from "./geometry/types";
export type { ResizeMethod } from "./resize/axis-weights";
export { resizeImages } from "./resize/resize-images";
export { AugMix, augMix, type AugMixOptions, type Chains } from "./layers/aug-mix";
export { AutoContrast, autoContrast, type AutoContrastOptions } from "./layers/auto-contrast";
export { CenterCrop, centerCrop, type CenterCropOptions } from "./layers/center-crop";
export { CutMix, cutMix, type CutMixOptions, type Cuts } from "./layers/cut-mix";
export { Equalization, equalization, type EqualizationOptions } from "./layers/equalization";
export { MixUp, mixUp, type MixUpOptions, type Mixture } from "./layers/mix-up";
export { RandAugment, randAugment, type RandAugmentOptions } from "./layers/rand-augment";
export {
  RandomBrightness,
  randomBrightness,
  type RandomBrightnessOptions,
} from "./layers/random-brightness";
export {
  RandomColorDegeneration,
  randomColorDegeneration,
  type RandomColorDegenerationOptions,
} from "./layers/random-color-degeneration";
export {
  RandomColorJitter,
  randomColorJitter,
  type RandomColorJitterOptions,
} from "./layers/random-color-jitter";
export {
  RandomContrast,
  randomContrast,
  type RandomContrastOptions,
} from "./layers/random-contrast";
export {
  RandomCrop,
  randomCrop,
  type RandomCropOptions,
  type CropStart,
} from "./layers/random-crop";
export {
  RandomErasing,
  randomErasing,
  type RandomErasingOptions,
  type Erasure,
} from "./layers/random-erasing";
export {
  RandomFlip,
  randomFlip,
  type FlipMode,
  type RandomFlipOptions,
} from "./layers/random-flip";
export {
  RandomGaussianBlur,
  randomGaussianBlur,
  type RandomGaussianBlurOptions,
  type Blur,
} from "./layers/random-gaussian-blur";
export {
  RandomGrayscale,
  randomGrayscale,
  type RandomGrayscaleOptions,
} from "./layers/random-grayscale";
export { RandomHue, randomHue, type RandomHueOptions } from "./layers/random-hue";
export { RandomInvert, randomInvert, type RandomInvertOptions } from "./layers/random-invert";
export {
  RandomPerspective,
  randomPerspective,
  type RandomPerspectiveOptions,
} from "./layers/random-perspective";
export {
  RandomPosterization,
  randomPosterization,
  type RandomPosterizationOptions,
} from "./layers/random-posterization";
export {
  RandomRotation,
  randomRotation,
  type RandomRotationOptions,
} from "./layers/random-rotation";
export {
  RandomSaturation,
  randomSaturation,
  type RandomSaturationOptions,
} from "./layers/random-saturation";
export {
  RandomSharpness,
  randomSharpness,
  type RandomSharpnessOptions,
} from "./layers/random-sharpness";
export { RandomShear, randomShear, type RandomShearOptions } from "./layers/random-shear";
export {
  RandomTranslation,
  randomTranslation,
  type RandomTranslationOptions,
} from "./layers/random-translation";
export { RandomZoom, randomZoom, type RandomZoomOptions } from "./layers/random-zoom";
export { Rescaling, rescaling, type RescalingOptions } from "./layers/rescaling";
export { Resizing, resizing, type ResizingOptions } from "./layers/resizing";
export {
  Solarization,
  solarization,
  type SolarizationOptions,
  type SolarizationDraw,
} from "./layers/solarization";
export {
  GeometricPipeline,
  geometricPipeline,
  type ComposableLayer,
  type GeometricPipelineOptions,
  type SavedLayer,
} from "./layers/geometric-pipeline";
export type { Choice, ChoiceName, Step } from "./layers/policy";
export { kerasLayers, type KerasLayerFactory, optionsFromKeras } from "./layers/keras-layers";
export { layerName } from "./base/names";
export { registerLayers } from "./layers/register-layers";

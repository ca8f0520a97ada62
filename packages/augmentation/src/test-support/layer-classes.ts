/** Every layer of the package, by Keras's name, with arguments that a test can make it from. */
import type { ImageLayer } from "../base/image-layer";
import { kerasLayerClasses } from "../layers";

/** A layer class whose constructor takes one options object. */
export type LayerClass = new (options: Record<string, unknown>) => ImageLayer<unknown>;

/** The class of a Keras layer. */
export function layerClass(name: string): LayerClass {
  const found = (kerasLayerClasses as unknown as Record<string, LayerClass>)[name];
  if (found === undefined) throw new Error(`no layer is named "${name}"`);
  return found;
}

/** How a layer behaves, as far as the contract of all layers depends on it. */
export interface LayerCase {
  readonly name: string;
  readonly options: Record<string, unknown>;
  /** Whether images of one batch are treated differently. */
  readonly perImage?: boolean;
  /** Whether the layer acts outside training too. */
  readonly always?: boolean;
  /** Whether the layer has no seed. */
  readonly fixed?: boolean;
  /** Whether outputs stay in 0..255 for inputs in 0..255. */
  readonly bounded?: boolean;
  /** Whether only images with 3 channels are accepted. */
  readonly rgb?: boolean;
}

/** All layers. */
export const layerCases: readonly LayerCase[] = [
  { name: "RandomFlip", options: { mode: "horizontal" }, perImage: true, bounded: true },
  { name: "RandomRotation", options: { factor: 0.1 }, perImage: true, bounded: true },
  { name: "RandomZoom", options: { heightFactor: 0.3 }, perImage: true, bounded: true },
  {
    name: "RandomTranslation",
    options: { heightFactor: 0.3, widthFactor: 0.3 },
    perImage: true,
    bounded: true,
  },
  { name: "RandomShear", options: { xFactor: 0.4, yFactor: 0.4 }, perImage: true, bounded: true },
  { name: "RandomPerspective", options: { factor: [1, 1] }, perImage: true, bounded: true },
  { name: "RandomCrop", options: { height: 4, width: 5 }, bounded: true },
  {
    name: "CenterCrop",
    options: { height: 4, width: 5 },
    always: true,
    fixed: true,
    bounded: true,
  },
  { name: "Resizing", options: { height: 4, width: 5 }, always: true, fixed: true, bounded: true },
  {
    name: "Rescaling",
    options: { scale: 0.5, offset: 1 },
    always: true,
    fixed: true,
    bounded: true,
  },
  { name: "RandomBrightness", options: { factor: 0.3 }, perImage: true, bounded: true },
  { name: "RandomContrast", options: { factor: 0.4 }, perImage: true, bounded: true },
  { name: "RandomSaturation", options: { factor: 0.3 }, perImage: true, rgb: true },
  { name: "RandomHue", options: { factor: 0.5 }, perImage: true, bounded: true, rgb: true },
  {
    name: "RandomColorJitter",
    options: { brightnessFactor: 0.2, contrastFactor: 0.2, saturationFactor: 0.3, hueFactor: 0.1 },
    perImage: true,
    rgb: true,
  },
  {
    name: "RandomColorDegeneration",
    options: { factor: 0.5 },
    perImage: true,
    bounded: true,
    rgb: true,
  },
  { name: "RandomGrayscale", options: {}, perImage: true, bounded: true, rgb: true },
  { name: "RandomSharpness", options: { factor: 1 }, perImage: true, bounded: true },
  { name: "RandomGaussianBlur", options: { factor: 1 }, perImage: true, bounded: true },
  {
    name: "RandomErasing",
    options: { factor: [1, 1], scale: [0.3, 0.6] },
    perImage: true,
    bounded: true,
  },
  { name: "RandomInvert", options: {}, perImage: true, bounded: true },
  { name: "RandomPosterization", options: { factor: 6 }, perImage: true, bounded: true },
  {
    name: "Solarization",
    options: { additionFactor: 0.3, thresholdFactor: [0.5, 0.5] },
    perImage: true,
    bounded: true,
  },
  { name: "AutoContrast", options: {}, always: true, fixed: true, bounded: true },
  { name: "Equalization", options: {}, fixed: true, bounded: true },
  { name: "MixUp", options: { alpha: 2 }, bounded: true },
  { name: "CutMix", options: {}, bounded: true },
  { name: "RandAugment", options: {}, bounded: true, rgb: true },
  { name: "AugMix", options: {}, bounded: true, rgb: true },
];

/** Makes a layer of a case. */
export function makeLayer(
  { name, options, fixed }: LayerCase,
  more: Record<string, unknown> = {},
): ImageLayer<unknown> {
  return new (layerClass(name))({ ...options, ...(fixed ? {} : { seed: 7 }), ...more });
}

/** What the page shows of every layer: its arguments, and how the strip of tiles comes about. */

/** How the tiles of a strip are made. */
export type Show =
  /** Five copies of the picture as one batch: a layer that draws for every image. */
  | "batch"
  /** Five calls on the picture alone: a layer that draws once per batch. */
  | "calls"
  /** One call for each entry of `variants`: a layer that draws nothing. */
  | "variants"
  /** Five different pictures as one batch, shown above what becomes of them. */
  | "mixture";

/** One layer of the page. */
export interface LayerExample {
  /** Keras's name. */
  readonly name: string;
  /** The source file in `packages/augmentation/src/layers`, without extension. */
  readonly file: string;
  readonly show: Show;
  /** Arguments of each call; one entry unless `show` is `"variants"`. */
  readonly variants: readonly Readonly<Record<string, unknown>>[];
}

/** A titled group of layers. */
export interface LayerGroup {
  readonly title: string;
  readonly layers: readonly LayerExample[];
}

const kebab = (name: string): string => name.replace(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase();

function example(
  name: string,
  show: Show,
  ...variants: readonly Readonly<Record<string, unknown>>[]
): LayerExample {
  return { name, file: kebab(name), show, variants };
}

/** All layers of @flowers/augmentation, in the order of the page. */
export const layerGroups: readonly LayerGroup[] = [
  {
    title: "Moving pixels",
    layers: [
      example("RandomFlip", "batch", { mode: "horizontal", seed: 7 }),
      example("RandomRotation", "batch", { factor: 0.1, seed: 7 }),
      example("RandomZoom", "batch", { heightFactor: 0.3, seed: 7 }),
      example("RandomTranslation", "batch", { heightFactor: 0.2, widthFactor: 0.2, seed: 7 }),
      example("RandomShear", "batch", { xFactor: 0.3, yFactor: 0.3, seed: 7 }),
      example("RandomPerspective", "batch", { factor: [1, 1], scale: 0.6, seed: 7 }),
      example("RandomCrop", "calls", { height: 80, width: 80, seed: 7 }),
      example("CenterCrop", "variants", { height: 80, width: 80 }, { height: 80, width: 112 }),
      example(
        "Resizing",
        "variants",
        { height: 56, width: 112 },
        { height: 56, width: 112, cropToAspectRatio: true },
        { height: 56, width: 112, padToAspectRatio: true },
        { height: 40, width: 40, interpolation: "nearest" },
        { height: 40, width: 40, antialias: true },
      ),
    ],
  },
  {
    title: "Changing values",
    layers: [
      example("Rescaling", "variants", { scale: 0.5 }, { scale: 0.5, offset: 127.5 }),
      example("RandomBrightness", "batch", { factor: 0.3, seed: 7 }),
      example("RandomContrast", "batch", { factor: [0.7, 0.9], seed: 7 }),
      example("RandomSaturation", "batch", { factor: [0.1, 0.8], valueRange: [0, 1], seed: 7 }),
      example("RandomHue", "batch", { factor: 0.5, seed: 7 }),
      example("RandomColorJitter", "batch", {
        brightnessFactor: 0.2,
        contrastFactor: 0.5,
        saturationFactor: [0.3, 0.6],
        hueFactor: 0.2,
        seed: 7,
      }),
      example("RandomColorDegeneration", "batch", { factor: [0, 1], seed: 7 }),
      example("RandomGrayscale", "batch", { factor: 0.5, seed: 7 }),
      example("RandomSharpness", "batch", { factor: 1, seed: 7 }),
      example("RandomGaussianBlur", "calls", {
        factor: [1, 1],
        kernelSize: 7,
        sigma: [0.6, 1],
        seed: 7,
      }),
      example("RandomErasing", "batch", { factor: [1, 1], seed: 7 }),
      example("RandomInvert", "batch", { factor: 1, seed: 7 }),
      example("RandomPosterization", "batch", { factor: 6, seed: 7 }),
      example("Solarization", "batch", { additionFactor: 0.2, thresholdFactor: 0.9, seed: 7 }),
      example("AutoContrast", "variants", {}),
      example("Equalization", "variants", {}),
    ],
  },
  {
    title: "Mixing",
    layers: [
      example("MixUp", "mixture", { alpha: 2, seed: 7 }),
      example("CutMix", "mixture", { factor: [1, 1], seed: 3 }),
      example("RandAugment", "calls", { numOps: 2, factor: 0.3, seed: 7 }),
      example("AugMix", "calls", { factor: 0.5, seed: 7 }),
    ],
  },
];

/** The eleven layers that RandAugment and AugMix choose from, and steps whose draws are already made. */
import type * as tf from "@tensorflow/tfjs";
import type { Interpolation } from "../geometry/types";
import { AutoContrast } from "./auto-contrast";
import { Equalization } from "./equalization";
import { RandomBrightness } from "./random-brightness";
import { RandomColorDegeneration } from "./random-color-degeneration";
import { RandomContrast } from "./random-contrast";
import { RandomPosterization } from "./random-posterization";
import { RandomRotation } from "./random-rotation";
import { RandomSharpness } from "./random-sharpness";
import { RandomShear } from "./random-shear";
import { RandomTranslation } from "./random-translation";
import { Solarization } from "./solarization";
import type { Range } from "../base/arguments";
import type { ImageLayer, ImageShape, SeedSource } from "../base/image-layer";

/** One layer with what it has drawn: ready to be applied. */
export interface Step {
  readonly images: (images: tf.Tensor4D) => tf.Tensor4D;
  readonly masks: (masks: tf.Tensor4D) => tf.Tensor4D;
}

/** A layer that a policy may choose. */
export interface Choice {
  /** Draws from the policy's stream. */
  readonly draw: (shape: ImageShape, seeds: SeedSource) => Step;
}

function choice<Drawn>(layer: ImageLayer<Drawn>): Choice {
  return {
    draw: (shape, seeds) => {
      const drawn = layer.draw(shape, seeds);
      return {
        images: (images) => layer.transformImages(images, drawn),
        masks: (masks) => layer.transformMasks(masks, drawn),
      };
    },
  };
}

/** How strong the layers of a policy are. */
export interface PolicyOptions {
  readonly factor: Range;
  readonly valueRange: Range;
  readonly interpolation: Interpolation;
  readonly seed: number | null;
}

/** The names of the layers of a policy. */
export type ChoiceName =
  | "shear"
  | "translation"
  | "rotation"
  | "brightness"
  | "colorDegeneration"
  | "contrast"
  | "sharpness"
  | "posterization"
  | "solarization"
  | "autoContrast"
  | "equalization";

/** The choice of a name; a policy asks only for those that it made. */
export function choiceOf(choices: ReadonlyMap<ChoiceName, Choice>, name: ChoiceName): Choice {
  const found = choices.get(name);
  if (found === undefined) throw new Error(`unreachable: the policy has no "${name}"`);
  return found;
}

/** Makes the named layers, in the order of the names: without a seed, each draws its own from Keras's global stream. */
export function makeChoices(
  names: readonly ChoiceName[],
  { factor, valueRange, interpolation, seed }: PolicyOptions,
): ReadonlyMap<ChoiceName, Choice> {
  const moving = { interpolation, seed };
  const coloring = { factor, valueRange, seed };
  const makers: Record<ChoiceName, () => Choice> = {
    shear: () => choice(new RandomShear({ xFactor: factor, yFactor: factor, ...moving })),
    translation: () =>
      choice(new RandomTranslation({ heightFactor: factor, widthFactor: factor, ...moving })),
    rotation: () => choice(new RandomRotation({ factor, ...moving })),
    brightness: () => choice(new RandomBrightness(coloring)),
    colorDegeneration: () => choice(new RandomColorDegeneration(coloring)),
    contrast: () => choice(new RandomContrast(coloring)),
    sharpness: () => choice(new RandomSharpness(coloring)),
    posterization: () =>
      choice(
        new RandomPosterization({ ...coloring, factor: Math.max(1, Math.trunc(8 * factor[1])) }),
      ),
    solarization: () =>
      choice(
        new Solarization({ additionFactor: factor, thresholdFactor: factor, valueRange, seed }),
      ),
    autoContrast: () => choice(new AutoContrast({ valueRange })),
    equalization: () => choice(new Equalization({ valueRange })),
  };
  return new Map(names.map((name) => [name, makers[name]()]));
}

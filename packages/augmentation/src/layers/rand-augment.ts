/** Applies randomly chosen layers: Keras's RandAugment. */
import type * as tf from "@tensorflow/tfjs";
import { randint } from "@flowers/random";
import {
  resolveChoice,
  resolveGivenFactor,
  resolveSize,
  resolveValueRange,
  type Factor,
  type Range,
} from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { interpolations, type Interpolation } from "../geometry/types";
import { choiceOf, makeChoices, type Choice, type ChoiceName, type Step } from "./policy";

/** Options of {@link RandAugment}. */
export interface RandAugmentOptions extends RandomLayerOptions {
  /** The range of values. Default `[0, 255]`. */
  readonly valueRange?: Range;
  /** How many layers are applied one after another; 0 changes nothing. Default 2. */
  readonly numOps?: number;
  /** The strength in 0..1, given to every layer: a number f means the pair `[0, f]`. Default 0.5. */
  readonly factor?: Factor;
  /** How the geometric layers read pixels. Default `"bilinear"`. */
  readonly interpolation?: Interpolation;
}

/** The order that a drawn number chooses from. */
const order = [
  "shear",
  "translation",
  "rotation",
  "brightness",
  "colorDegeneration",
  "contrast",
  "sharpness",
  "posterization",
  "solarization",
  "autoContrast",
  "equalization",
] as const satisfies readonly ChoiceName[];

/** The order in which Keras makes the layers, which is the order of their seeds when none is given. */
const construction = [
  "shear",
  "translation",
  "rotation",
  "brightness",
  "colorDegeneration",
  "contrast",
  "sharpness",
  "solarization",
  "posterization",
  "autoContrast",
  "equalization",
] as const satisfies readonly ChoiceName[];

/**
 * Applies `numOps` layers out of eleven to the whole batch during training; identity otherwise.
 *
 * The layers: shear, translation, rotation, brightness, color degeneration, contrast, sharpness, posterization,
 * solarization, auto contrast, equalization. Draws: the numbers of the chosen layers, once per batch; then those of all
 * eleven layers, chosen or not, from this layer's stream. A layer chosen twice is applied twice with the same draws.
 * Input and output: `[batch, height, width, 3]` or `[height, width, 3]`. Deterministic for a given seed and order of
 * calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor or number out of range, `unknown-choice` for an unknown
 * interpolation
 */
export class RandAugment extends RandomLayer<readonly Step[]> {
  static readonly className = "RandAugment";
  static readonly kerasModule = "keras.layers";
  readonly valueRange: Range;
  readonly numOps: number;
  readonly factor: Range;
  readonly interpolation: Interpolation;
  readonly #choices: ReadonlyMap<ChoiceName, Choice>;

  constructor({
    valueRange = [0, 255],
    numOps = 2,
    factor = 0.5,
    interpolation = "bilinear",
    ...options
  }: RandAugmentOptions = {}) {
    super(options);
    this.valueRange = resolveValueRange(valueRange, { reversed: "keep", divides: true });
    this.numOps = resolveSize(numOps, "numOps", 0);
    this.factor = resolveGivenFactor(factor, [0, 1]);
    this.interpolation = resolveChoice(interpolation, "interpolation", interpolations);
    this.#choices = makeChoices(construction, this);
  }

  override draw(shape: ImageShape, seeds: SeedSource): readonly Step[] {
    const chosen = randint(this.numOps, { seed: seeds.next(), minval: 0, maxval: order.length });
    const steps = order.map((name) => choiceOf(this.#choices, name).draw(shape, seeds));
    return Array.from(chosen, (index) => steps[index] as Step);
  }

  protected override get seesWholeBatch(): boolean {
    return true;
  }

  override transformImages(images: tf.Tensor4D, steps: readonly Step[]): tf.Tensor4D {
    return steps.reduce((current, step) => step.images(current), images);
  }

  override transformMasks(masks: tf.Tensor4D, steps: readonly Step[]): tf.Tensor4D {
    return steps.reduce((current, step) => step.masks(current), masks);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return {
      valueRange: [...this.valueRange],
      numOps: this.numOps,
      factor: [...this.factor],
      interpolation: this.interpolation,
      seed: this.seed,
    };
  }
}

/** Makes a {@link RandAugment} layer. */
export function randAugment(options: RandAugmentOptions = {}): RandAugment {
  return new RandAugment(options);
}

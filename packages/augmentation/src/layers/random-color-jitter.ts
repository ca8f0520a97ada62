/** Changes brightness, contrast, saturation and hue at random: Keras's RandomColorJitter. */
import type * as tf from "@tensorflow/tfjs";
import type { Factor, Range } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { resolveValueRange } from "../base/arguments";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { RandomBrightness } from "./random-brightness";
import { RandomContrast } from "./random-contrast";
import { RandomHue } from "./random-hue";
import { RandomSaturation } from "./random-saturation";

/** Options of {@link RandomColorJitter}; an effect whose factor is left out does not happen. */
export interface RandomColorJitterOptions extends RandomLayerOptions {
  /** The range of values. Default `[0, 255]`. */
  readonly valueRange?: Range;
  /** As `factor` of {@link RandomBrightness}. */
  readonly brightnessFactor?: Factor | null;
  /** As `factor` of {@link RandomContrast}. */
  readonly contrastFactor?: Factor | null;
  /** As `factor` of {@link RandomSaturation}. */
  readonly saturationFactor?: Factor | null;
  /** As `factor` of {@link RandomHue}. */
  readonly hueFactor?: Factor | null;
}

type ColorLayer = RandomLayer<Float32Array>;

/**
 * Applies, in this order, random brightness, contrast, saturation and hue during training; identity otherwise.
 *
 * Draws: those of the layers in use, in the same order, all from this layer's stream.
 * Input and output: `[batch, height, width, 3]` or `[height, width, 3]`. Deterministic for a given seed and order of
 * calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range, `invalid-input` if saturation or hue is used
 * and there are not 3 channels
 */
export class RandomColorJitter extends RandomLayer<readonly Float32Array[]> {
  static readonly className = "RandomColorJitter";
  static readonly kerasModule = "keras.layers";
  readonly valueRange: Range;
  readonly brightnessFactor: Factor | null;
  readonly contrastFactor: Factor | null;
  readonly saturationFactor: Factor | null;
  readonly hueFactor: Factor | null;
  readonly #steps: readonly ColorLayer[];

  constructor({
    valueRange = [0, 255],
    brightnessFactor = null,
    contrastFactor = null,
    saturationFactor = null,
    hueFactor = null,
    ...options
  }: RandomColorJitterOptions = {}) {
    super(options);
    this.valueRange = resolveValueRange(valueRange, { reversed: "refuse" });
    this.brightnessFactor = brightnessFactor;
    this.contrastFactor = contrastFactor;
    this.saturationFactor = saturationFactor;
    this.hueFactor = hueFactor;
    const { seed } = this;
    const steps: ColorLayer[] = [];
    if (brightnessFactor !== null)
      steps.push(new RandomBrightness({ factor: brightnessFactor, valueRange, seed }));
    if (contrastFactor !== null)
      steps.push(new RandomContrast({ factor: contrastFactor, valueRange, seed }));
    if (saturationFactor !== null)
      steps.push(new RandomSaturation({ factor: saturationFactor, valueRange, seed }));
    if (hueFactor !== null) steps.push(new RandomHue({ factor: hueFactor, valueRange, seed }));
    this.#steps = steps;
  }

  override draw(shape: ImageShape, seeds: SeedSource): readonly Float32Array[] {
    return this.#steps.map((step) => step.draw(shape, seeds));
  }

  override transformImages(images: tf.Tensor4D, drawn: readonly Float32Array[]): tf.Tensor4D {
    return this.#steps.reduce(
      (current, step, index) => step.transformImages(current, drawn[index] as Float32Array),
      images,
    );
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const factors = {
      brightnessFactor: this.brightnessFactor,
      contrastFactor: this.contrastFactor,
      saturationFactor: this.saturationFactor,
      hueFactor: this.hueFactor,
    } as Record<string, number | number[] | null>;
    return { valueRange: [...this.valueRange], ...factors, seed: this.seed };
  }
}

/** Makes a {@link RandomColorJitter} layer. */
export function randomColorJitter(options: RandomColorJitterOptions = {}): RandomColorJitter {
  return new RandomColorJitter(options);
}

/** Shifts images at random: Keras's RandomTranslation. */
import type * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveStrictFactor, type Factor, type StrictRule } from "../base/arguments";
import { GeometricLayer, type GeometricLayerOptions } from "../base/geometric-layer";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { translationMatrices } from "../geometry/matrices";

/** Options of {@link RandomTranslation}. */
export interface RandomTranslationOptions extends GeometricLayerOptions {
  /** A fraction of the height in -1..1: a number f means -f..f, a pair is a range. Positive moves down. */
  readonly heightFactor: Factor;
  /** A fraction of the width, likewise. Positive moves right. */
  readonly widthFactor: Factor;
}

const rule: StrictRule = {
  allows: (value) => value >= -1 && value <= 1,
  message:
    "The `factor` argument should be a number (or a list of two numbers) in the range [-1.0, 1.0]. ",
};

/**
 * Shifts each image by a random distance during training; identity otherwise.
 *
 * Draws: the shift down, uniform in `heightFactor` times the height; then the shift right, likewise.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`, any value range. Deterministic
 * for a given seed and order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range, `unknown-choice` for an unknown fill mode or
 * interpolation
 */
export class RandomTranslation extends GeometricLayer {
  static readonly className = "RandomTranslation";
  static readonly kerasModule = "keras.layers";
  readonly heightFactor: Factor;
  readonly widthFactor: Factor;

  constructor({ heightFactor, widthFactor, ...options }: RandomTranslationOptions) {
    super(options);
    resolveStrictFactor(heightFactor, "heightFactor", rule);
    resolveStrictFactor(widthFactor, "widthFactor", rule);
    this.heightFactor = heightFactor;
    this.widthFactor = widthFactor;
  }

  #shifts(factor: Factor, sizePixels: number, batch: number, seeds: SeedSource): Float32Array {
    const [minval, maxval] = resolveStrictFactor(factor, "factor", rule);
    return uniform(batch, { seed: seeds.next(), minval, maxval }).map((u) => u * sizePixels);
  }

  override draw({ batch, height, width }: ImageShape, seeds: SeedSource): Float32Array {
    const down = this.#shifts(this.heightFactor, height, batch, seeds);
    const right = this.#shifts(this.widthFactor, width, batch, seeds);
    return translationMatrices(right, down);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return {
      heightFactor: this.heightFactor as number | number[],
      widthFactor: this.widthFactor as number | number[],
      ...super.ownConfig(),
    };
  }
}

/** Makes a {@link RandomTranslation} layer. */
export function randomTranslation(options: RandomTranslationOptions): RandomTranslation {
  return new RandomTranslation(options);
}

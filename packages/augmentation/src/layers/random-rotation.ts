/** Rotates images at random: Keras's RandomRotation. */
import type * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveFactor, type Factor, type Range } from "../base/arguments";
import { GeometricLayer, type GeometricLayerOptions } from "../base/geometric-layer";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { rotationMatrices } from "../geometry/matrices";

/** Options of {@link RandomRotation}. */
export interface RandomRotationOptions extends GeometricLayerOptions {
  /** A fraction of a full turn in -1..1: a number f means -f..f, a pair is a range. Positive is counter-clockwise. */
  readonly factor: Factor;
}

/**
 * Rotates each image about its centre by a random angle during training; identity otherwise.
 *
 * Draw: one angle per image, uniform in `factor` times 360 degrees.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`, any value range. Deterministic
 * for a given seed and order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range, `unknown-choice` for an unknown fill mode or
 * interpolation
 */
export class RandomRotation extends GeometricLayer {
  static readonly className = "RandomRotation";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;

  constructor({ factor, ...options }: RandomRotationOptions) {
    super(options);
    this.factor = resolveFactor(factor);
  }

  override draw({ batch, height, width }: ImageShape, seeds: SeedSource): Float32Array {
    const [minval, maxval] = [this.factor[0] * 360, this.factor[1] * 360];
    return rotationMatrices(uniform(batch, { seed: seeds.next(), minval, maxval }), height, width);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { factor: [...this.factor], ...super.ownConfig() };
  }
}

/** Makes a {@link RandomRotation} layer. */
export function randomRotation(options: RandomRotationOptions): RandomRotation {
  return new RandomRotation(options);
}

/** Shears images at random: Keras's RandomShear. */
import type * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveStrictFactor, type Factor, type Range, type StrictRule } from "../base/arguments";
import { GeometricLayer, type GeometricLayerOptions } from "../base/geometric-layer";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { shearMatrices } from "../geometry/matrices";

/** Options of {@link RandomShear}. */
export interface RandomShearOptions extends GeometricLayerOptions {
  /** In 0..1: a number f means -f..f, a pair is a range. Default 0. */
  readonly xFactor?: Factor;
  /** As `xFactor`, for the other axis. Default 0. */
  readonly yFactor?: Factor;
}

const rule: StrictRule = {
  allows: (value) => value >= 0 && value <= 1,
  message:
    "The `factor` argument should be a number (or a list of two numbers) in the range [0, 1.0]. ",
};

/** A pair `[-f, f]` is what a number f is saved as; Keras refuses to load it, here it means f again. */
function resolveShear(factor: Factor, argument: string): Range {
  const saved = Array.isArray(factor) && factor.length === 2 && -factor[0] === factor[1];
  return resolveStrictFactor(saved ? (factor[1] as number) : factor, argument, rule);
}

/**
 * Shears each image about its upper left corner during training; identity otherwise.
 *
 * Draws per image: a sign for both axes (`u > 0.5` is negative), then the vertical shear, uniform in `yFactor`, then the
 * horizontal one, uniform in `xFactor`.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`, any value range. Deterministic
 * for a given seed and order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range, `unknown-choice` for an unknown fill mode or
 * interpolation
 */
export class RandomShear extends GeometricLayer {
  static readonly className = "RandomShear";
  static readonly kerasModule = "keras.layers";
  readonly xFactor: Range;
  readonly yFactor: Range;

  constructor({ xFactor = 0, yFactor = 0, ...options }: RandomShearOptions = {}) {
    super(options);
    this.xFactor = resolveShear(xFactor, "xFactor");
    this.yFactor = resolveShear(yFactor, "yFactor");
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): Float32Array {
    const signs = uniform(batch, { seed: seeds.next() }).map((u) => (u > 0.5 ? -1 : 1));
    const signed = ([minval, maxval]: Range): Float32Array =>
      uniform(batch, { seed: seeds.next(), minval, maxval }).map(
        (u, image) => u * (signs[image] as number),
      );
    const shearY = signed(this.yFactor);
    return shearMatrices(signed(this.xFactor), shearY);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { xFactor: [...this.xFactor], yFactor: [...this.yFactor], ...super.ownConfig() };
  }
}

/** Makes a {@link RandomShear} layer. */
export function randomShear(options: RandomShearOptions = {}): RandomShear {
  return new RandomShear(options);
}

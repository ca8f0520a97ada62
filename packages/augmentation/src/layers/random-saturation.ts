/** Changes saturation at random: Keras's RandomSaturation. */
import * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveGivenFactor, resolveValueRange, type Factor, type Range } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { PerImageLayer } from "../base/per-image-layer";
import type { RandomLayerOptions } from "../base/random-layer";
import { fromHsv, requireRgb, toHsv } from "../color/color-space";
import { perImage } from "../color/per-image";

/** Options of {@link RandomSaturation}. */
export interface RandomSaturationOptions extends RandomLayerOptions {
  /** In -1..1, where 0.5 leaves colours alone, 0 takes them away: a number f means -f..f, a pair is a range. */
  readonly factor: Factor;
  /** What saturation is clipped to; give `[0, 1]` with images in 0..1. Default `[0, 255]`, as in Keras. */
  readonly valueRange?: Range;
}

const epsilon = 1e-7;

/**
 * Multiplies each image's saturation by a random number during training; identity otherwise.
 *
 * Draw: f, uniform in `factor`, one per image; the multiplier is `f / (1 - f + 1e-7)`. Only the saturation is clipped,
 * to `valueRange`: with Keras's default of 0..255 it may pass 1 and pixels may leave their range.
 * Outside training Keras's layer draws too, and so does this one: one seed pair.
 * Input and output: `[batch, height, width, 3]` or `[height, width, 3]`. Deterministic for a given seed and order of
 * calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range, `invalid-input` unless there are 3 channels
 */
export class RandomSaturation extends PerImageLayer {
  static readonly className = "RandomSaturation";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;
  readonly valueRange: Range;

  constructor({ factor, valueRange = [0, 255], ...options }: RandomSaturationOptions) {
    super(options);
    this.factor = resolveGivenFactor(factor);
    this.valueRange = resolveValueRange(valueRange);
  }

  protected override get idleDraws(): number {
    return 1;
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): Float32Array {
    const [minval, maxval] = this.factor;
    const f = Math.fround;
    return uniform(batch, { seed: seeds.next(), minval, maxval }).map(
      (u) => u / f(f(1 - u) + f(epsilon)),
    );
  }

  override transformImages(images: tf.Tensor4D, multipliers: Float32Array): tf.Tensor4D {
    requireRgb(images, this.name);
    const { hue, saturation, value } = toHsv(images);
    const changed = tf.clipByValue(tf.mul(saturation, perImage(multipliers)), ...this.valueRange);
    return fromHsv(hue, changed as tf.Tensor4D, value);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { factor: [...this.factor], valueRange: [...this.valueRange], seed: this.seed };
  }
}

/** Makes a {@link RandomSaturation} layer. */
export function randomSaturation(options: RandomSaturationOptions): RandomSaturation {
  return new RandomSaturation(options);
}

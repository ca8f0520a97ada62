/** Blends images with their gray selves at random: Keras's RandomColorDegeneration. */
import * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveGivenFactor, resolveValueRange, type Factor, type Range } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { PerImageLayer } from "../base/per-image-layer";
import type { RandomLayerOptions } from "../base/random-layer";
import { toGrayscale } from "../color/color-space";
import { perImage } from "../color/per-image";

/** Options of {@link RandomColorDegeneration}. */
export interface RandomColorDegenerationOptions extends RandomLayerOptions {
  /** In -1..1, where 1 is gray and below 0 strengthens colours: a number f means -f..f, a pair is a range. */
  readonly factor: Factor;
  /** What results are clipped to. Default `[0, 255]`. */
  readonly valueRange?: Range;
}

/**
 * Moves each image towards or away from gray by a random share during training; identity otherwise.
 *
 * `x + f (gray - x)`, clipped to `valueRange`. Draw: f, uniform in `factor`, one per image; outside training Keras's
 * layer draws too, and so does this one: one seed pair.
 * Input and output: `[batch, height, width, 3]` or `[height, width, 3]`. Deterministic for a given seed and order of
 * calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range, `invalid-input` unless there are 3 channels or 1
 */
export class RandomColorDegeneration extends PerImageLayer {
  static readonly className = "RandomColorDegeneration";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;
  readonly valueRange: Range;

  constructor({ factor, valueRange = [0, 255], ...options }: RandomColorDegenerationOptions) {
    super(options);
    this.factor = resolveGivenFactor(factor);
    this.valueRange = resolveValueRange(valueRange);
  }

  protected override get idleDraws(): number {
    return 1;
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): Float32Array {
    const [minval, maxval] = this.factor;
    return uniform(batch, { seed: seeds.next(), minval, maxval });
  }

  override transformImages(images: tf.Tensor4D, shares: Float32Array): tf.Tensor4D {
    const gray = toGrayscale(images, this.name);
    const moved = tf.add(images, tf.mul(perImage(shares), tf.sub(gray, images)));
    return tf.clipByValue(moved, ...this.valueRange) as tf.Tensor4D;
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { factor: [...this.factor], valueRange: [...this.valueRange], seed: this.seed };
  }
}

/** Makes a {@link RandomColorDegeneration} layer. */
export function randomColorDegeneration(
  options: RandomColorDegenerationOptions,
): RandomColorDegeneration {
  return new RandomColorDegeneration(options);
}

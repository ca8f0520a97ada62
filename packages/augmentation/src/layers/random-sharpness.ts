/** Sharpens or softens images at random: Keras's RandomSharpness. */
import * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveGivenFactor, resolveValueRange, type Factor, type Range } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { PerImageLayer } from "../base/per-image-layer";
import type { RandomLayerOptions } from "../base/random-layer";
import { perImage } from "../color/per-image";
import { filterImages } from "../color/smooth";

/** Options of {@link RandomSharpness}. */
export interface RandomSharpnessOptions extends RandomLayerOptions {
  /** In 0..1, where 0.5 leaves images alone, 0 smooths and 1 sharpens: a number f means 0..f, a pair is a range. */
  readonly factor: Factor;
  /** What results are clipped to. Default `[0, 255]`. */
  readonly valueRange?: Range;
}

const side = 1 / 13;
const centre = 5 / 13;
const kernel = [side, side, side, side, centre, side, side, side, side];

/**
 * Blends each image with its smoothed self by a random share during training; identity otherwise.
 *
 * `x + (1 - 2 f) (smooth(x) - x)`, clipped to `valueRange`; outside the image zeros are read, which darkens borders, as
 * in Keras. Draw: f, uniform in `factor`, one per image; outside training Keras's layer draws too, and so does this one:
 * one seed pair.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`. Deterministic for a given seed and
 * order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range
 */
export class RandomSharpness extends PerImageLayer {
  static readonly className = "RandomSharpness";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;
  readonly valueRange: Range;

  constructor({ factor, valueRange = [0, 255], ...options }: RandomSharpnessOptions) {
    super(options);
    this.factor = resolveGivenFactor(factor, [0, 1]);
    this.valueRange = resolveValueRange(valueRange);
  }

  protected override get idleDraws(): number {
    return 1;
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): Float32Array {
    const [minval, maxval] = this.factor;
    return uniform(batch, { seed: seeds.next(), minval, maxval }).map(
      (u) => 1 - Math.fround(u * 2),
    );
  }

  override transformImages(images: tf.Tensor4D, shares: Float32Array): tf.Tensor4D {
    const smooth = filterImages(images, kernel, 3, 3);
    const blended = tf.add(images, tf.mul(perImage(shares), tf.sub(smooth, images)));
    return tf.clipByValue(blended, ...this.valueRange) as tf.Tensor4D;
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { factor: [...this.factor], valueRange: [...this.valueRange], seed: this.seed };
  }
}

/** Makes a {@link RandomSharpness} layer. */
export function randomSharpness(options: RandomSharpnessOptions): RandomSharpness {
  return new RandomSharpness(options);
}

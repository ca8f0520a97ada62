/** Changes contrast at random: Keras's RandomContrast. */
import * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveGivenFactor, resolveValueRange, type Factor, type Range } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { PerImageLayer } from "../base/per-image-layer";
import type { RandomLayerOptions } from "../base/random-layer";
import { perImage } from "../color/per-image";

/** Options of {@link RandomContrast}. */
export interface RandomContrastOptions extends RandomLayerOptions {
  /** In 0..1: a pair `[l, u]` means a multiplier in 1 - l .. 1 + u; a number f means `[0, f]`, as Keras computes it. */
  readonly factor: Factor;
  /** What results are clipped to. Default `[0, 255]`. */
  readonly valueRange?: Range;
}

/**
 * Multiplies each image's distance from its mean colour by a random number during training; identity otherwise.
 *
 * `(x - mean) * c + mean`, per channel, clipped to `valueRange`. Draw: c, uniform in `1 - factor[0] .. 1 + factor[1]`,
 * one per image. A single number therefore only raises contrast; Keras's documentation says otherwise, its code does this.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`. Deterministic for a given seed and
 * order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range
 */
export class RandomContrast extends PerImageLayer {
  static readonly className = "RandomContrast";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;
  readonly valueRange: Range;

  constructor({ factor, valueRange = [0, 255], ...options }: RandomContrastOptions) {
    super(options);
    this.factor = resolveGivenFactor(factor, [0, 1]);
    this.valueRange = resolveValueRange(valueRange, { reversed: "refuse" });
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): Float32Array {
    return uniform(batch, {
      seed: seeds.next(),
      minval: 1 - this.factor[0],
      maxval: 1 + this.factor[1],
    });
  }

  override transformImages(images: tf.Tensor4D, contrasts: Float32Array): tf.Tensor4D {
    const mean = tf.mean(tf.mean(images, 1, true), 2, true);
    const stretched = tf.add(tf.mul(tf.sub(images, mean), perImage(contrasts)), mean);
    return tf.clipByValue(stretched, ...this.valueRange) as tf.Tensor4D;
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { factor: [...this.factor], valueRange: [...this.valueRange], seed: this.seed };
  }
}

/** Makes a {@link RandomContrast} layer. */
export function randomContrast(options: RandomContrastOptions): RandomContrast {
  return new RandomContrast(options);
}

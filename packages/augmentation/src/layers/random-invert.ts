/** Inverts images at random: Keras's RandomInvert. */
import * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveGivenFactor, resolveValueRange, type Factor, type Range } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { chooseImages, thresholdFlags } from "../color/per-image";

/** Options of {@link RandomInvert}. */
export interface RandomInvertOptions extends RandomLayerOptions {
  /** The probability in 0..1, itself drawn from 0..f, or from a pair; `[1, 1]` means always. Default 1. */
  readonly factor?: Factor;
  /** The range of values. Default `[0, 255]`. */
  readonly valueRange?: Range;
}

/**
 * Replaces each value x of an image by `valueRange[1] - x` with a random probability during training; identity otherwise.
 *
 * Draws per image: the probability, uniform in `factor`, then a threshold; applied when the threshold is lower. The
 * default factor of 1 therefore inverts about half of the images, as in Keras.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`. Deterministic for a given seed and
 * order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range
 */
export class RandomInvert extends RandomLayer<readonly boolean[]> {
  static readonly className = "RandomInvert";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;
  readonly valueRange: Range;

  constructor({ factor = 1, valueRange = [0, 255], ...options }: RandomInvertOptions = {}) {
    super(options);
    this.factor = resolveGivenFactor(factor, [0, 1]);
    this.valueRange = resolveValueRange(valueRange, { reversed: "keep" });
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): readonly boolean[] {
    const [minval, maxval] = this.factor;
    const probabilities = uniform(batch, { seed: seeds.next(), minval, maxval });
    return thresholdFlags(probabilities, uniform(batch, { seed: seeds.next() }));
  }

  override transformImages(images: tf.Tensor4D, flags: readonly boolean[]): tf.Tensor4D {
    return chooseImages(flags, tf.sub(this.valueRange[1], images), images);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { factor: [...this.factor], valueRange: [...this.valueRange], seed: this.seed };
  }
}

/** Makes a {@link RandomInvert} layer. */
export function randomInvert(options: RandomInvertOptions = {}): RandomInvert {
  return new RandomInvert(options);
}

/** Changes brightness at random: Keras's RandomBrightness. */
import * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveFactor, resolveValueRange, type Factor, type Range } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { PerImageLayer } from "../base/per-image-layer";
import type { RandomLayerOptions } from "../base/random-layer";
import { perImage } from "../color/per-image";

/** Options of {@link RandomBrightness}. */
export interface RandomBrightnessOptions extends RandomLayerOptions {
  /** In -1..1, as a fraction of the value range: a number f means -f..f, a pair is a range. Positive is brighter. */
  readonly factor: Factor;
  /** The range of values; results are clipped to it. Default `[0, 255]`. */
  readonly valueRange?: Range;
}

/**
 * Adds a random number to each image during training; identity otherwise.
 *
 * Draw: one uniform per image in `factor`, times the width of `valueRange`.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`. Deterministic for a given seed and
 * order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range or a value range that is not a pair
 */
export class RandomBrightness extends PerImageLayer {
  static readonly className = "RandomBrightness";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;
  readonly valueRange: Range;

  constructor({ factor, valueRange = [0, 255], ...options }: RandomBrightnessOptions) {
    super(options);
    this.factor = resolveFactor(factor);
    this.valueRange = resolveValueRange(valueRange);
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): Float32Array {
    const [minval, maxval] = this.factor;
    const span = this.valueRange[1] - this.valueRange[0];
    return uniform(batch, { seed: seeds.next(), minval, maxval }).map((u) => u * span);
  }

  override transformImages(images: tf.Tensor4D, deltas: Float32Array): tf.Tensor4D {
    return tf.clipByValue(tf.add(images, perImage(deltas)), ...this.valueRange) as tf.Tensor4D;
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { factor: [...this.factor], valueRange: [...this.valueRange], seed: this.seed };
  }
}

/** Makes a {@link RandomBrightness} layer. */
export function randomBrightness(options: RandomBrightnessOptions): RandomBrightness {
  return new RandomBrightness(options);
}

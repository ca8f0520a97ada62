/** Turns hues at random: Keras's RandomHue. */
import * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveGivenFactor, resolveValueRange, type Factor, type Range } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { compare } from "../base/with-gradient";
import { PerImageLayer } from "../base/per-image-layer";
import type { RandomLayerOptions } from "../base/random-layer";
import { fromHsv, requireRgb, toHsv } from "../color/color-space";
import { perImage } from "../color/per-image";
import { changeRange } from "../color/value-range";

/** Options of {@link RandomHue}. */
export interface RandomHueOptions extends RandomLayerOptions {
  /** In 0..1, where 1 is half a turn of the colour circle: a number f means 0..f, a pair is a range. */
  readonly factor: Factor;
  /** The range of values. Default `[0, 255]`. */
  readonly valueRange?: Range;
}

/**
 * Turns each image's hues by a random angle during training; identity otherwise.
 *
 * Draws: a sign per image (`u > 0.5` turns back), then the size, uniform in `factor`, times 0.5. Results are clipped to
 * `valueRange`. Outside training Keras's layer draws too, and so does this one: two seed pairs.
 * Input and output: `[batch, height, width, 3]` or `[height, width, 3]`. Deterministic for a given seed and order of
 * calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range, `invalid-input` unless there are 3 channels
 */
export class RandomHue extends PerImageLayer {
  static readonly className = "RandomHue";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;
  readonly valueRange: Range;

  constructor({ factor, valueRange = [0, 255], ...options }: RandomHueOptions) {
    super(options);
    this.factor = resolveGivenFactor(factor, [0, 1]);
    this.valueRange = resolveValueRange(valueRange, { reversed: "keep", divides: true });
  }

  protected override get idleDraws(): number {
    return 2;
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): Float32Array {
    const signs = uniform(batch, { seed: seeds.next() });
    const [minval, maxval] = this.factor;
    const sizes = uniform(batch, { seed: seeds.next(), minval, maxval });
    return sizes.map((size, image) => ((signs[image] as number) > 0.5 ? -size : size) * 0.5);
  }

  override transformImages(images: tf.Tensor4D, turns: Float32Array): tf.Tensor4D {
    requireRgb(images, this.name);
    const { hue, saturation, value } = toHsv(changeRange(images, this.valueRange, [0, 1]));
    const turned = tf.add(hue, perImage(turns));
    const down = tf.where(compare(tf.greater, turned, 1), tf.sub(turned, 1), turned);
    const wrapped = tf.where(compare(tf.less, down, 0), tf.add(down, 1), down) as tf.Tensor4D;
    const unit = tf.clipByValue<tf.Tensor4D>(fromHsv(wrapped, saturation, value), 0, 1);
    return changeRange(unit, [0, 1], this.valueRange);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { factor: [...this.factor], valueRange: [...this.valueRange], seed: this.seed };
  }
}

/** Makes a {@link RandomHue} layer. */
export function randomHue(options: RandomHueOptions): RandomHue {
  return new RandomHue(options);
}

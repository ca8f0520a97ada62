/** Reduces the bits of values at random: Keras's RandomPosterization. */
import * as tf from "@tensorflow/tfjs";
import { randint } from "@flowers/random";
import {
  resolveGivenFactor,
  resolveValueRange,
  show,
  type Factor,
  type Range,
} from "../base/arguments";
import { AugmentationError } from "../errors";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { perImage } from "../color/per-image";
import { toByte } from "../color/to-byte";
import { changeRange } from "../color/value-range";

/** Options of {@link RandomPosterization}. */
export interface RandomPosterizationOptions extends RandomLayerOptions {
  /** Bits to keep, in 1..8: a number f means 1..f, a pair is a range; the upper end is never drawn, as in Keras. */
  readonly factor: Factor;
  /** The range of values. Default `[0, 255]`. */
  readonly valueRange?: Range;
}

const allBits = 8;

/**
 * Keeps only the upper bits of each image's values during training; identity otherwise.
 *
 * Draw: bits, a whole number in `factor[0] .. factor[1] - 1`, one per image; none if both ends are equal. Values become
 * whole numbers in 0..255 and lose their lower `8 - bits` bits; values outside the value range become its ends, but for up
 * to 31 at the end of the images, which wrap around, as in TensorFlow on x86-64. Outside training Keras's layer draws too, and so does
 * this one: one seed pair.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`. Deterministic for a given seed and
 * order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range
 */
export class RandomPosterization extends RandomLayer<readonly number[]> {
  static readonly className = "RandomPosterization";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;
  readonly valueRange: Range;

  constructor({ factor, valueRange = [0, 255], ...options }: RandomPosterizationOptions) {
    super(options);
    this.factor = resolveGivenFactor(factor, [1, allBits]);
    if (!this.factor.every(Number.isInteger)) {
      throw new AugmentationError(
        "invalid-argument",
        `The \`factor\` argument should be whole numbers of bits. Received: factor=${show(factor)}`,
      );
    }
    this.valueRange = resolveValueRange(valueRange, { divides: true });
  }

  get #draws(): boolean {
    return this.factor[0] !== this.factor[1];
  }

  protected override get idleDraws(): number {
    return this.#draws ? 1 : 0;
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): readonly number[] {
    const [minval, maxval] = this.factor;
    if (!this.#draws) return new Array<number>(batch).fill(minval);
    return Array.from(randint(batch, { seed: seeds.next(), minval, maxval, dtype: "uint8" }));
  }

  override transformImages(images: tf.Tensor4D, bits: readonly number[]): tf.Tensor4D {
    const steps = bits.map((kept) => 2 ** (allBits - kept));
    const byte = toByte(changeRange(images, this.valueRange, [0, 255]));
    // Every factor is a power of two: nothing is rounded.
    const kept = tf.mul(
      tf.floor(tf.mul(byte, perImage(steps.map((step) => 1 / step)))),
      perImage(steps),
    );
    return changeRange(kept as tf.Tensor4D, [0, 255], this.valueRange);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { factor: [...this.factor], valueRange: [...this.valueRange], seed: this.seed };
  }
}

/** Makes a {@link RandomPosterization} layer. */
export function randomPosterization(options: RandomPosterizationOptions): RandomPosterization {
  return new RandomPosterization(options);
}

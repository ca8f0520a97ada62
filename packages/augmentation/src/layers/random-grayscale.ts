/** Turns images gray at random: Keras's RandomGrayscale. */
import * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { AugmentationError } from "../errors";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { toGrayscale } from "../color/color-space";
import { chooseImages } from "../color/per-image";

/** Options of {@link RandomGrayscale}. */
export interface RandomGrayscaleOptions extends RandomLayerOptions {
  /** The probability, in 0..1. Default 0.5. */
  readonly factor?: number;
}

/**
 * Turns each image gray, in three equal channels, with probability `factor` during training; identity otherwise.
 *
 * Draw: one uniform per image, applied when `u < factor`; outside training Keras's layer draws too, and so does this one:
 * one seed pair. Unlike Keras's, the config keeps the seed.
 * Input and output: `[batch, height, width, 3]` or `[height, width, 3]`. Deterministic for a given seed and order of
 * calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range, `invalid-input` unless there are 3 channels or 1
 */
export class RandomGrayscale extends RandomLayer<readonly boolean[]> {
  static readonly className = "RandomGrayscale";
  static readonly kerasModule = "keras.layers";
  readonly factor: number;

  constructor({ factor = 0.5, ...options }: RandomGrayscaleOptions = {}) {
    super(options);
    if (typeof factor !== "number" || !(factor >= 0 && factor <= 1)) {
      throw new AugmentationError(
        "invalid-argument",
        `\`factor\` should be between 0 and 1. Received: factor=${factor}`,
      );
    }
    this.factor = factor;
  }

  protected override get idleDraws(): number {
    return 1;
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): readonly boolean[] {
    const limit = Math.fround(this.factor);
    return Array.from(uniform(batch, { seed: seeds.next() }), (u) => u < limit);
  }

  override transformImages(images: tf.Tensor4D, flags: readonly boolean[]): tf.Tensor4D {
    const gray = toGrayscale(images, this.name);
    return chooseImages(flags, tf.broadcastTo(gray, images.shape), images);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { factor: this.factor, seed: this.seed };
  }
}

/** Makes a {@link RandomGrayscale} layer. */
export function randomGrayscale(options: RandomGrayscaleOptions = {}): RandomGrayscale {
  return new RandomGrayscale(options);
}

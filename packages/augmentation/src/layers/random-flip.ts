/** Mirrors images at random: Keras's RandomFlip. */
import type * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { resolveChoice } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { flipImages, flipMatrices, type FlipAxes } from "../geometry/flip";

/** Which way {@link RandomFlip} mirrors. */
export type FlipMode = "horizontal" | "vertical" | "horizontal_and_vertical";

/** Options of {@link RandomFlip}. */
export interface RandomFlipOptions extends RandomLayerOptions {
  /** Default `"horizontal_and_vertical"`. */
  readonly mode?: FlipMode | "horizontalAndVertical";
}

const modes = [
  "horizontal",
  "vertical",
  "horizontal_and_vertical",
] as const satisfies readonly FlipMode[];

/**
 * Mirrors each image with probability 0.5 during training; identity otherwise.
 *
 * Draw: one uniform per image; it is mirrored when `u <= 0.5`. In the combined mode the same flag drives both axes, as
 * in Keras: an image is turned by 180 degrees or left alone, never mirrored once.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`, any value range; values are
 * moved, never changed. Deterministic for a given seed and order of calls. The caller owns the result.
 *
 * @throws AugmentationError `unknown-choice` for an unknown mode (Keras silently does nothing then)
 */
export class RandomFlip extends RandomLayer<readonly boolean[]> {
  static readonly className = "RandomFlip";
  static readonly kerasModule = "keras.layers";
  readonly mode: FlipMode;

  constructor({ mode = "horizontal_and_vertical", ...options }: RandomFlipOptions = {}) {
    super(options);
    const spelled = mode === "horizontalAndVertical" ? "horizontal_and_vertical" : mode;
    this.mode = resolveChoice(spelled, "mode", modes);
  }

  get #axes(): FlipAxes {
    return { horizontal: this.mode !== "vertical", vertical: this.mode !== "horizontal" };
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): readonly boolean[] {
    return Array.from(uniform(batch, { seed: seeds.next() }), (u) => u <= 0.5); // Keras flips on <=
  }

  protected override drawnRows(
    flags: readonly boolean[],
    start: number,
    count: number,
  ): readonly boolean[] {
    return flags.slice(start, start + count);
  }

  /** The same draw as matrices, for composing several geometric layers into one resampling. */
  drawMatrices(shape: ImageShape, seeds: SeedSource): Float32Array {
    return flipMatrices(this.draw(shape, seeds), this.#axes, shape.height, shape.width);
  }

  override transformImages(images: tf.Tensor4D, flags: readonly boolean[]): tf.Tensor4D {
    return flipImages(images, flags, this.#axes);
  }

  override transformMasks(masks: tf.Tensor4D, flags: readonly boolean[]): tf.Tensor4D {
    return flipImages(masks, flags, this.#axes);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { seed: this.seed, mode: this.mode };
  }
}

/** Makes a {@link RandomFlip} layer. */
export function randomFlip(options: RandomFlipOptions = {}): RandomFlip {
  return new RandomFlip(options);
}

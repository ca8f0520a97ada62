/** Blurs images at random: Keras's RandomGaussianBlur. */
import * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import { AugmentationError } from "../errors";
import { resolveGivenFactor, resolveValueRange, type Factor, type Range } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { chooseImages, thresholdFlags } from "../color/per-image";
import { filterImages } from "../color/smooth";

/** Options of {@link RandomGaussianBlur}. */
export interface RandomGaussianBlurOptions extends RandomLayerOptions {
  /** The probability in 0..1, itself drawn from 0..f, or from a pair; `[1, 1]` means always. Default 1. */
  readonly factor?: Factor;
  /** Odd; one number, or one for each direction. Default 3. */
  readonly kernelSize?: Factor;
  /** Standard deviation in pixels, in 0..1: a number f means 0..f, a pair is a range. Default 1. */
  readonly sigma?: Factor;
  /** What results are clipped to. Default `[0, 255]`. */
  readonly valueRange?: Range;
}

/** What {@link RandomGaussianBlur} draws for a batch. */
export interface Blur {
  readonly flags: readonly boolean[];
  readonly kernel: readonly number[];
}

function resolveKernelSize(kernelSize: Factor): Range {
  const sizes = typeof kernelSize === "number" ? [kernelSize, kernelSize] : kernelSize;
  if (
    Array.isArray(sizes) &&
    sizes.length === 2 &&
    sizes.every((size: number) => Number.isInteger(size) && size > 0 && size % 2 === 1)
  ) {
    return [sizes[0] as number, sizes[1] as number];
  }
  throw new AugmentationError(
    "invalid-argument",
    `kernelSize must be an odd number. Received: kernelSize=${JSON.stringify(kernelSize)}`,
  );
}

function gaussian(size: number, sigma: number): number[] {
  const weights = Array.from({ length: size }, (_, i) =>
    Math.exp(-0.5 * ((i - (size - 1) / 2) / sigma) ** 2),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Blurs each image with a random probability during training; identity otherwise.
 *
 * Draws: a probability per image, uniform in `factor`; a threshold per image, the effect applying when it is lower; then
 * one pair of sigmas for the whole batch, uniform in `sigma`, plus 1e-6. Outside the image zeros are read.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`. Deterministic for a given seed and
 * order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor or sigma out of range or an even kernel size
 */
export class RandomGaussianBlur extends RandomLayer<Blur> {
  static readonly className = "RandomGaussianBlur";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;
  readonly kernelSize: Range;
  readonly sigma: Range;
  readonly valueRange: Range;

  constructor({
    factor = 1,
    kernelSize = 3,
    sigma = 1,
    valueRange = [0, 255],
    ...options
  }: RandomGaussianBlurOptions = {}) {
    super(options);
    this.factor = resolveGivenFactor(factor, [0, 1]);
    this.kernelSize = resolveKernelSize(kernelSize);
    this.sigma = resolveGivenFactor(sigma, [0, 1], "sigma");
    this.valueRange = resolveValueRange(valueRange, { reversed: "refuse" });
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): Blur {
    const probabilities = uniform(batch, {
      seed: seeds.next(),
      minval: this.factor[0],
      maxval: this.factor[1],
    });
    const flags = thresholdFlags(probabilities, uniform(batch, { seed: seeds.next() }));
    const [minval, maxval] = this.sigma;
    const sigmas = uniform(2, { seed: seeds.next(), minval, maxval }).map(
      (sigma) => sigma + Math.fround(1e-6),
    );
    const across = gaussian(this.kernelSize[0], sigmas[0] as number);
    const down = gaussian(this.kernelSize[1], sigmas[1] as number);
    // Keras makes a [size 1, size 0] product and reads it row by row as [size 0, size 1].
    return { flags, kernel: down.flatMap((y) => across.map((x) => y * x)) };
  }

  override transformImages(images: tf.Tensor4D, { flags, kernel }: Blur): tf.Tensor4D {
    const blurred = filterImages(images, kernel, ...this.kernelSize);
    return tf.clipByValue<tf.Tensor4D>(chooseImages(flags, blurred, images), ...this.valueRange);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return {
      factor: [...this.factor],
      kernelSize: [...this.kernelSize],
      sigma: [...this.sigma],
      valueRange: [...this.valueRange],
      seed: this.seed,
    };
  }
}

/** Makes a {@link RandomGaussianBlur} layer. */
export function randomGaussianBlur(options: RandomGaussianBlurOptions = {}): RandomGaussianBlur {
  return new RandomGaussianBlur(options);
}

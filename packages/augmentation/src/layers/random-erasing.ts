/** Erases a box of images at random: Keras's RandomErasing. */
import * as tf from "@tensorflow/tfjs";
import { normal, uniform } from "@flowers/random";
import { AugmentationError } from "../errors";
import { resolveGivenFactor, resolveValueRange, type Factor, type Range } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { requireRgb } from "../color/color-space";
import { thresholdFlags } from "../color/per-image";
import { boxMask, drawSpans, visitRows, type Spans } from "../geometry/boxes";

/** Options of {@link RandomErasing}. */
export interface RandomErasingOptions extends RandomLayerOptions {
  /** The probability in 0..1, itself drawn from 0..f, or from a pair; `[1, 1]` means always. Default 1. */
  readonly factor?: Factor;
  /** The squared share of each side that a box takes, in 0..1. Default `[0.02, 0.33]`. */
  readonly scale?: Factor;
  /** A number, one number for each of 3 channels, or null for normal noise times `valueRange[1]`. Default null. */
  readonly fillValue?: number | readonly number[] | null;
  /** What fills are clipped to. Default `[0, 255]`. */
  readonly valueRange?: Range;
}

/** What {@link RandomErasing} draws for a batch. */
export interface Erasure {
  readonly flags: readonly boolean[];
  readonly x: Spans;
  readonly y: Spans;
  /** Normal noise for the values inside the boxes, 0 for all others; null if there is a fill value. */
  readonly noise: Float32Array | null;
}

/**
 * Overwrites a random box of each image during training; identity otherwise.
 *
 * Draws: the squared shares of width and height, uniform in `scale`; the left, then the upper edge; a probability,
 * uniform in `factor`; a threshold, the effect applying when it is lower; then the noise, if there is no fill value.
 * Keras draws the noise for every value of the batch; the same numbers are computed here for the boxes alone.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`. Deterministic for a given seed and
 * order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor, scale or fill value of the wrong kind, `invalid-input` if a
 * list of three fill values meets images without 3 channels
 */
export class RandomErasing extends RandomLayer<Erasure> {
  static readonly className = "RandomErasing";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;
  readonly scale: Range;
  readonly fillValue: number | readonly number[] | null;
  readonly valueRange: Range;

  constructor({
    factor = 1,
    scale = [0.02, 0.33],
    fillValue = null,
    valueRange = [0, 255],
    ...options
  }: RandomErasingOptions = {}) {
    super(options);
    this.factor = resolveGivenFactor(factor, [0, 1]);
    this.scale = resolveGivenFactor(scale, [0, 1], "scale");
    if (
      Array.isArray(fillValue)
        ? fillValue.length !== 3 || !fillValue.every(Number.isFinite)
        : fillValue !== null && !Number.isFinite(fillValue)
    ) {
      throw new AugmentationError(
        "invalid-argument",
        "The `fillValue` argument should be a number (or a list of three numbers). " +
          `Received: fillValue=${JSON.stringify(fillValue)}`,
      );
    }
    this.fillValue = fillValue;
    this.valueRange = resolveValueRange(valueRange, { reversed: "refuse" });
  }

  override draw({ batch, height, width, channels }: ImageShape, seeds: SeedSource): Erasure {
    const [minval, maxval] = this.scale;
    const shares = uniform(batch * 2, { seed: seeds.next(), minval, maxval }).map(Math.sqrt);
    const every = (offset: number): Float32Array =>
      Float32Array.from({ length: batch }, (_, image) => shares[image * 2 + offset] as number);
    const x = drawSpans(every(0), width, seeds);
    const y = drawSpans(every(1), height, seeds);
    const probabilities = uniform(batch, {
      seed: seeds.next(),
      minval: this.factor[0],
      maxval: this.factor[1],
    });
    const flags = thresholdFlags(probabilities, uniform(batch, { seed: seeds.next() }));
    if (this.fillValue !== null) return { flags, x, y, noise: null };
    const noise = new Float32Array(batch * height * width * channels);
    const seed = seeds.next();
    visitRows({ x, y, flags }, [batch, height, width, channels], (from, to) =>
      noise.set(normal(to - from, { seed, offset: from }), from),
    );
    return { flags, x, y, noise };
  }

  override transformImages(images: tf.Tensor4D, { noise, ...boxes }: Erasure): tf.Tensor4D {
    if (Array.isArray(this.fillValue)) requireRgb(images, this.name);
    const { fillValue } = this;
    const [low, high] = this.valueRange;
    const scale = Math.fround(high);
    const clip = (value: number): number => Math.min(Math.max(value, low), high);
    const constants = Array.from({ length: images.shape[3] }, (_, channel) =>
      clip(typeof fillValue === "number" ? fillValue : (fillValue?.[channel] ?? 0)),
    );
    const fill = new Float32Array(images.size);
    visitRows(boxes, images.shape, (from, to) => {
      for (let i = from; i < to; i++) {
        fill[i] = noise
          ? clip(Math.fround((noise[i] as number) * scale))
          : (constants[i % constants.length] as number);
      }
    });
    return tf.where(boxMask(boxes, images.shape), tf.tensor4d(fill, images.shape), images);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return {
      factor: [...this.factor],
      scale: [...this.scale],
      fillValue: this.fillValue as number | number[] | null,
      valueRange: [...this.valueRange],
      seed: this.seed,
    };
  }
}

/** Makes a {@link RandomErasing} layer. */
export function randomErasing(options: RandomErasingOptions = {}): RandomErasing {
  return new RandomErasing(options);
}

/** Inverts values above a random threshold: Keras's Solarization. */
import * as tf from "@tensorflow/tfjs";
import { uniform } from "@flowers/random";
import {
  flushed,
  resolveStrictFactor,
  resolveValueRange,
  type Factor,
  type Range,
  type StrictRule,
} from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { compare } from "../base/with-gradient";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { perImage } from "../color/per-image";
import { changeRange } from "../color/value-range";

/** Options of {@link Solarization}. */
export interface SolarizationOptions extends RandomLayerOptions {
  /** In 0..1: a number f means 0..f, a pair is a range. Default 0. */
  readonly additionFactor?: Factor;
  /** In 0..1, likewise. Default 0, which inverts everything. */
  readonly thresholdFactor?: Factor;
  /** The range of values. Default `[0, 255]`. */
  readonly valueRange?: Range;
}

/** What {@link Solarization} draws for a batch, in 0..255. */
export interface SolarizationDraw {
  readonly additions: Float32Array;
  readonly thresholds: Float32Array;
}

const rule: StrictRule = {
  allows: (value) => value >= 0 && value <= 1,
  message:
    "The `additionFactor` and `thresholdFactor` arguments should be a number (or a list of two numbers) in the range [0, 1]. ",
};

function resolve(factor: Factor, argument: string): Range {
  const [low, high] = resolveStrictFactor(factor, argument, rule);
  return typeof factor === "number" ? [0, high] : [low, high];
}

/**
 * Adds a random number to each image's values and inverts those that reach a random threshold, during training; identity
 * otherwise.
 *
 * Draws per image: the addition, uniform in `a[0] .. a[1] * 255`; the threshold, likewise. The lower bounds are not
 * multiplied by 255: Keras's code does this.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`. Deterministic for a given seed and
 * order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range
 */
export class Solarization extends RandomLayer<SolarizationDraw> {
  static readonly className = "Solarization";
  static readonly kerasModule = "keras.layers";
  readonly additionFactor: Range;
  readonly thresholdFactor: Range;
  readonly valueRange: Range;

  constructor({
    additionFactor = 0,
    thresholdFactor = 0,
    valueRange = [0, 255],
    ...options
  }: SolarizationOptions = {}) {
    super(options);
    this.additionFactor = resolve(additionFactor, "additionFactor");
    this.thresholdFactor = resolve(thresholdFactor, "thresholdFactor");
    this.valueRange = resolveValueRange(valueRange, { divides: true });
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): SolarizationDraw {
    const values = ([low, high]: Range): Float32Array =>
      uniform(batch, { seed: seeds.next(), minval: flushed(low), maxval: flushed(high * 255) });
    const additions = values(this.additionFactor);
    return { additions, thresholds: values(this.thresholdFactor) };
  }

  override transformImages(
    images: tf.Tensor4D,
    { additions, thresholds }: SolarizationDraw,
  ): tf.Tensor4D {
    const bytes = changeRange(images, this.valueRange, [0, 255]);
    const raised = tf.clipByValue(tf.add(bytes, perImage(additions)), 0, 255);
    const turned = tf.where(
      compare(tf.less, raised, perImage(thresholds)),
      raised,
      tf.sub(255, raised),
    );
    return changeRange(turned as tf.Tensor4D, [0, 255], this.valueRange);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return {
      valueRange: [...this.valueRange],
      additionFactor: [...this.additionFactor],
      thresholdFactor: [...this.thresholdFactor],
      seed: this.seed,
    };
  }
}

/** Makes a {@link Solarization} layer. */
export function solarization(options: SolarizationOptions = {}): Solarization {
  return new Solarization(options);
}

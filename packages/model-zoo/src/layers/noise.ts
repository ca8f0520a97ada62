/** Keras's GaussianNoise, GaussianDropout and AlphaDropout: random numbers added or multiplied during training, draw for draw. */
import * as tf from "@tensorflow/tfjs";
import { normal, uniform } from "@flowers/random";
import { ModelZooError } from "../errors";
import { maskShapeFor, noiseShapeOf } from "./dropout";
import { optionsOf } from "./base/keras-layer";
import { RandomLayer, type RandomLayerOptions, shareOf } from "./base/random-layer";

const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);

/** Options of {@link GaussianNoise}. */
export interface GaussianNoiseOptions extends RandomLayerOptions {
  /** Standard deviation of the noise, from 0 to 1. */
  readonly stddev: number;
}

/**
 * Adds normal numbers of mean 0 during training; identity otherwise.
 *
 * Input and output: any shape, float32. The draws are Keras's but for the last bits. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` if the deviation is outside 0..1, and for unknown arguments
 */
export class GaussianNoise extends RandomLayer {
  static readonly className = "Flowers>GaussianNoise"; // tfjs has one of its own, with draws of its own
  static readonly kerasModule = "keras.layers";
  readonly stddev: number;

  constructor(given: GaussianNoiseOptions) {
    const { stddev, ...options } = optionsOf(given, "GaussianNoise");
    super(options, shareOf(stddev, "stddev") > 0);
    this.stddev = stddev;
  }

  override drawMask(inputShape: readonly number[]): tf.Tensor {
    const seed = this.seedGenerator?.next();
    if (!seed) return tf.zeros([...inputShape]);
    const drawn = normal(sizeOf(inputShape), { seed, stddev: this.stddev });
    return tf.tensor(drawn, [...inputShape]);
  }

  protected override applyDrawn(input: tf.Tensor, noise: tf.Tensor): tf.Tensor {
    return tf.add(input, noise);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { stddev: this.stddev, seed: this.seed };
  }
}

/** Checks a rate by whose rest is divided: Keras makes such a layer with 1 too, and fails in its first call. */
function shareBelowOne(rate: number): number {
  if (shareOf(rate, "rate") < 1) return rate;
  throw new ModelZooError(
    "invalid-argument",
    `Invalid value received for argument \`rate\`. Expected a float value from 0 up to but not 1. Received: rate=${rate}`,
  );
}

/** Options of {@link GaussianDropout}. */
export interface GaussianDropoutOptions extends RandomLayerOptions {
  /** The noise has the deviation `sqrt(rate / (1 - rate))`. From 0 to 1. */
  readonly rate: number;
}

/**
 * Multiplies by normal numbers of mean 1 during training; identity otherwise.
 *
 * Input and output: any shape, float32. The draws are Keras's but for the last bits. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` if the rate is not from 0 up to 1, and for unknown arguments
 */
export class GaussianDropout extends RandomLayer {
  static readonly className = "Flowers>GaussianDropout";
  static readonly kerasModule = "keras.layers";
  readonly rate: number;

  constructor(given: GaussianDropoutOptions) {
    const { rate, ...options } = optionsOf(given, "GaussianDropout");
    super(options, shareBelowOne(rate) > 0);
    this.rate = rate;
  }

  override drawMask(inputShape: readonly number[]): tf.Tensor {
    const seed = this.seedGenerator?.next();
    if (!seed) return tf.ones([...inputShape]);
    const stddev = Math.sqrt(this.rate / (1 - this.rate));
    return tf.tensor(normal(sizeOf(inputShape), { seed, mean: 1, stddev }), [...inputShape]);
  }

  protected override applyDrawn(input: tf.Tensor, noise: tf.Tensor): tf.Tensor {
    return tf.mul(input, noise);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { rate: this.rate, seed: this.seed };
  }
}

/** Options of {@link AlphaDropout}. */
export interface AlphaDropoutOptions extends RandomLayerOptions {
  /** Share of values that take the least value of SELU, from 0 to 1. */
  readonly rate: number;
  /**
   * Shape of the mask, with null for a size of the input; sizes of 1 are broadcast, and fewer axes belong to the last ones.
   * Default: the input's shape.
   */
  readonly noiseShape?: readonly (number | null)[] | null;
}

/** Where SELU goes for small values: minus its scale times its alpha. */
const least = -1.6732632423543772 * 1.0507009873554805;

/**
 * Dropout that keeps mean and variance of what SELU gives: dropped values take its least value, then all are scaled and moved.
 *
 * Input and output: any shape, float32. The draws are Keras's. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` if the rate is not from 0 up to 1, for a mask that does not fit
 * the inputs, and for unknown arguments
 */
export class AlphaDropout extends RandomLayer {
  static readonly className = "Flowers>AlphaDropout";
  static readonly kerasModule = "keras.layers";
  readonly rate: number;
  readonly noiseShape: readonly (number | null)[] | null;

  constructor(given: AlphaDropoutOptions) {
    const { rate, noiseShape = null, ...options } = optionsOf(given, "AlphaDropout");
    super(options, shareBelowOne(rate) > 0);
    this.rate = rate;
    this.noiseShape = noiseShapeOf(noiseShape);
  }

  /** 1 where a value is kept, else 0. */
  override drawMask(inputShape: readonly number[]): tf.Tensor {
    const shape = maskShapeFor(this.noiseShape, inputShape, this.name);
    const seed = this.seedGenerator?.next();
    if (!seed) return tf.ones(shape);
    const rate = Math.fround(this.rate);
    const drawn = uniform(sizeOf(shape), { seed });
    return tf.tensor(
      drawn.map((value) => (value >= rate ? 1 : 0)),
      shape,
    );
  }

  protected override applyDrawn(input: tf.Tensor, kept: tf.Tensor): tf.Tensor {
    const { rate } = this;
    const factor = ((1 - rate) * (1 + rate * least ** 2)) ** -0.5;
    const dropped = tf.mul(tf.sub(1, kept), least);
    return tf.add(tf.mul(tf.add(tf.mul(input, kept), dropped), factor), -factor * least * rate);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const noise = this.noiseShape === null ? null : [...this.noiseShape];
    return {
      rate: this.rate,
      seed: this.seed,
      noiseShape: noise as tf.serialization.ConfigDictValue,
    };
  }
}

/** Makes a {@link GaussianNoise} layer. */
export function gaussianNoise(options: GaussianNoiseOptions): GaussianNoise {
  return new GaussianNoise(options);
}

/** Makes a {@link GaussianDropout} layer. */
export function gaussianDropout(options: GaussianDropoutOptions): GaussianDropout {
  return new GaussianDropout(options);
}

/** Makes an {@link AlphaDropout} layer. */
export function alphaDropout(options: AlphaDropoutOptions): AlphaDropout {
  return new AlphaDropout(options);
}

/** Keras's RandomUniform, RandomNormal and TruncatedNormal: drawn with fixed bounds or a fixed deviation. */
import * as tf from "@tensorflow/tfjs";
import { normal, truncatedNormal, uniform } from "@flowers/random";
import { finiteNumber, optionsOf } from "../arguments";
import { SeededInitializer, type SeededOptions, sizeOf } from "./seeded-initializer";

/** Arguments of {@link RandomUniform}. */
export interface RandomUniformOptions extends SeededOptions {
  /** Default -0.05. */
  readonly minval?: number;
  /** Default 0.05. */
  readonly maxval?: number;
}

/** Uniform in `[minval, maxval)`. */
export class RandomUniform extends SeededInitializer {
  static readonly className = "Flowers>RandomUniform";
  readonly minval: number;
  readonly maxval: number;

  constructor(given: RandomUniformOptions = {}) {
    const { minval = -0.05, maxval = 0.05, ...options } = optionsOf(given, "RandomUniform");
    super(options);
    this.minval = finiteNumber(minval, "minval");
    this.maxval = finiteNumber(maxval, "maxval");
  }

  override values(shape: readonly number[]): Float32Array {
    return uniform(sizeOf(shape), {
      seed: this.drawnSeed,
      minval: this.minval,
      maxval: this.maxval,
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { minval: this.minval, maxval: this.maxval, seed: this.seed };
  }
}

/** Arguments of {@link RandomNormal}. */
export interface RandomNormalOptions extends SeededOptions {
  /** Default 0. */
  readonly mean?: number;
  /** Default 0.05. */
  readonly stddev?: number;
}

/** Normal with the given mean and standard deviation. */
export class RandomNormal extends SeededInitializer {
  static readonly className: string = "Flowers>RandomNormal";
  readonly mean: number;
  readonly stddev: number;

  constructor(given: RandomNormalOptions = {}) {
    const { mean = 0, stddev = 0.05, ...options } = optionsOf(given, "RandomNormal");
    super(options);
    this.mean = finiteNumber(mean, "mean");
    this.stddev = finiteNumber(stddev, "stddev");
  }

  override values(shape: readonly number[]): Float32Array {
    return normal(sizeOf(shape), { seed: this.drawnSeed, mean: this.mean, stddev: this.stddev });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { mean: this.mean, stddev: this.stddev, seed: this.seed };
  }
}

/** Normal, drawn again where farther than two standard deviations from the mean. */
export class TruncatedNormal extends RandomNormal {
  static override readonly className = "Flowers>TruncatedNormal";

  override values(shape: readonly number[]): Float32Array {
    return truncatedNormal(sizeOf(shape), {
      seed: this.drawnSeed,
      mean: this.mean,
      stddev: this.stddev,
    });
  }
}

/** The classes of this file, by which a saved model finds them. */
export const randomInitializers = [RandomUniform, RandomNormal, TruncatedNormal] as const;

for (const initializer of randomInitializers) tf.serialization.registerClass(initializer);

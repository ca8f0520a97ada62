/** Keras's VarianceScaling and the initializers that are names for it. */
import * as tf from "@tensorflow/tfjs";
import { normal, truncatedNormal, uniform } from "@flowers/random";
import { ModelZooError } from "../errors";
import { SeededInitializer, type SeededOptions, sizeOf } from "./seeded-initializer";

/** Which fan the variance is divided by. */
export type FanMode = "fanIn" | "fanOut" | "fanAvg";
/** What is drawn. */
export type ScalingDistribution = "truncatedNormal" | "untruncatedNormal" | "uniform";

/** Arguments of {@link VarianceScaling}. */
export interface VarianceScalingOptions extends SeededOptions {
  /** Positive. Default 1. */
  readonly scale?: number;
  /** Default `"fanIn"`. */
  readonly mode?: FanMode;
  /** Default `"truncatedNormal"`. */
  readonly distribution?: ScalingDistribution;
}

const modes: readonly FanMode[] = ["fanIn", "fanOut", "fanAvg"];
const distributions: readonly ScalingDistribution[] = [
  "truncatedNormal",
  "untruncatedNormal",
  "uniform",
];

/** Standard deviation of a unit normal cut off at two of its own. */
const truncatedStddev = 0.87962566103423978;

/** Inputs and outputs of one unit: the last two axes, each times the receptive field before them. */
export function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: field * (shape.at(-2) ?? 1), fanOut: field * (shape.at(-1) ?? 1) };
}

/**
 * Draws with variance `scale / fan`. Uniform draws lie within `sqrt(3 scale / fan)`; normal ones are cut off at two
 * standard deviations unless `"untruncatedNormal"`.
 *
 * @throws ModelZooError `invalid-argument` for a scale that is not positive, an unknown mode or distribution
 */
export class VarianceScaling extends SeededInitializer {
  static readonly className: string = "Flowers>VarianceScaling";
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: ScalingDistribution;

  constructor({
    scale = 1,
    mode = "fanIn",
    distribution = "truncatedNormal",
    ...options
  }: VarianceScalingOptions = {}) {
    super(options);
    if (!(scale > 0)) {
      throw new ModelZooError(
        "invalid-argument",
        `Argument \`scale\` must be positive float. Received: scale=${scale}`,
      );
    }
    if (!modes.includes(mode)) {
      throw new ModelZooError(
        "invalid-argument",
        `Invalid \`mode\` argument: ${mode}. Please use one of ${modes.join(", ")}`,
      );
    }
    // Keras 2's word, which Keras 3 still takes, and TensorFlow.js's.
    const named = (distribution as string) === "normal" ? "truncatedNormal" : distribution;
    if (!distributions.includes(named)) {
      throw new ModelZooError(
        "invalid-argument",
        `Invalid \`distribution\` argument: ${distribution}. Please use one of ${distributions.join(", ")}`,
      );
    }
    this.scale = scale;
    this.mode = mode;
    this.distribution = named;
  }

  override values(shape: readonly number[]): Float32Array {
    const { fanIn, fanOut } = fans(shape);
    const fan = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[this.mode];
    const variance = this.scale / Math.max(1, fan);
    const size = sizeOf(shape);
    const seed = this.drawnSeed;
    if (this.distribution === "uniform") {
      const limit = Math.sqrt(3 * variance);
      return uniform(size, { seed, minval: -limit, maxval: limit });
    }
    if (this.distribution === "untruncatedNormal")
      return normal(size, { seed, stddev: Math.sqrt(variance) });
    return truncatedNormal(size, { seed, stddev: Math.sqrt(variance) / truncatedStddev });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { scale: this.scale, mode: this.mode, distribution: this.distribution, seed: this.seed };
  }
}

/** Fixes the scaling of a named initializer, whose only option is its seed. */
abstract class NamedScaling extends VarianceScaling {
  override getConfig(): tf.serialization.ConfigDict {
    return { seed: this.seed };
  }
}

/** Uniform within `sqrt(6 / (fanIn + fanOut))`: Keras's default for Dense and Conv2D kernels. */
export class GlorotUniform extends NamedScaling {
  static override readonly className = "Flowers>GlorotUniform";
  constructor({ seed }: SeededOptions = {}) {
    super({ scale: 1, mode: "fanAvg", distribution: "uniform", seed });
  }
}

/** Truncated normal with variance `2 / (fanIn + fanOut)`. */
export class GlorotNormal extends NamedScaling {
  static override readonly className = "Flowers>GlorotNormal";
  constructor({ seed }: SeededOptions = {}) {
    super({ scale: 1, mode: "fanAvg", distribution: "truncatedNormal", seed });
  }
}

/** Uniform within `sqrt(6 / fanIn)`. */
export class HeUniform extends NamedScaling {
  static override readonly className = "Flowers>HeUniform";
  constructor({ seed }: SeededOptions = {}) {
    super({ scale: 2, mode: "fanIn", distribution: "uniform", seed });
  }
}

/** Truncated normal with variance `2 / fanIn`. */
export class HeNormal extends NamedScaling {
  static override readonly className = "Flowers>HeNormal";
  constructor({ seed }: SeededOptions = {}) {
    super({ scale: 2, mode: "fanIn", distribution: "truncatedNormal", seed });
  }
}

/** Uniform within `sqrt(3 / fanIn)`. */
export class LecunUniform extends NamedScaling {
  static override readonly className = "Flowers>LecunUniform";
  constructor({ seed }: SeededOptions = {}) {
    super({ scale: 1, mode: "fanIn", distribution: "uniform", seed });
  }
}

/** Truncated normal with variance `1 / fanIn`. */
export class LecunNormal extends NamedScaling {
  static override readonly className = "Flowers>LecunNormal";
  constructor({ seed }: SeededOptions = {}) {
    super({ scale: 1, mode: "fanIn", distribution: "truncatedNormal", seed });
  }
}

/** The classes of this file, by which a saved model finds them. */
export const scalingInitializers = [
  VarianceScaling,
  GlorotUniform,
  GlorotNormal,
  HeUniform,
  HeNormal,
  LecunUniform,
  LecunNormal,
] as const;

for (const initializer of scalingInitializers) tf.serialization.registerClass(initializer);

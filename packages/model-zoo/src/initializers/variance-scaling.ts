/** Keras's VarianceScaling and the initializers that are names for it. */
import * as tf from "@tensorflow/tfjs";
import { normal, truncatedNormal, uniform } from "@flowers/random";
import { argumentsOf, optionsOf } from "../arguments";
import { ModelZooError } from "../errors";
import { SeededInitializer, type SeededOptions, sizeOf } from "./seeded-initializer";

/** Which fan the variance is divided by. */
export type FanMode = "fanIn" | "fanOut" | "fanAvg";
/** What is drawn. */
export type ScalingDistribution = "truncatedNormal" | "untruncatedNormal" | "uniform";

/** Options of every initializer whose deviation follows from the weight's shape. */
export interface ScalingOptions extends SeededOptions {
  /** The axes of the weight's inputs and of its outputs, both or none. Default: the last two, each times all before them. */
  readonly inputAxes?: readonly number[] | null;
  readonly outputAxes?: readonly number[] | null;
}

/** Arguments of {@link VarianceScaling}. */
export interface VarianceScalingOptions extends ScalingOptions {
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

interface FanAxes {
  readonly input: readonly number[];
  readonly output: readonly number[];
}

/** Inputs and outputs of one unit: those of the axes named, else the last two axes, each times the receptive field before them. */
export function fans(
  shape: readonly number[],
  axes: FanAxes | null = null,
): { fanIn: number; fanOut: number } {
  if (axes !== null) {
    const size = (along: readonly number[]): number =>
      sizeOf(along.map((axis) => shape.at(axis) ?? 1));
    return { fanIn: size(axes.input), fanOut: size(axes.output) };
  }
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
  readonly #axes: FanAxes | null;

  constructor(given: VarianceScalingOptions = {}) {
    const {
      scale = 1,
      mode = "fanIn",
      distribution = "truncatedNormal",
      inputAxes = null,
      outputAxes = null,
      ...options
    } = optionsOf(given, "VarianceScaling");
    super(options);
    if (!(typeof scale === "number" && scale > 0 && Number.isFinite(scale))) {
      throw new ModelZooError(
        "invalid-argument",
        `Argument \`scale\` must be positive float. Received: scale=${String(scale)}`,
      );
    }
    this.#axes = axesOf(inputAxes, outputAxes);
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
    const { fanIn, fanOut } = fans(shape, this.#axes);
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

  /** The axes, where they were given: what older versions of Keras do not know is not written to their files. */
  protected get axesConfig(): tf.serialization.ConfigDict {
    if (this.#axes === null) return {};
    return { inputAxes: [...this.#axes.input], outputAxes: [...this.#axes.output] };
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { scale, mode, distribution, seed } = this;
    return { scale, mode, distribution, seed, ...this.axesConfig };
  }
}

/** Both lists of axes, or null for none; Keras looks at them only where both are given. */
function axesOf(input: unknown, output: unknown): FanAxes | null {
  const known = [input, output].every(
    (axes) => axes === null || (Array.isArray(axes) && axes.every(Number.isInteger)),
  );
  if (!known || (input === null) !== (output === null)) {
    throw new ModelZooError(
      "invalid-argument",
      "Expected `inputAxes` and `outputAxes` to be lists of whole numbers, both or none. " +
        `Received: inputAxes=${JSON.stringify(input)}, outputAxes=${JSON.stringify(output)}`,
    );
  }
  return input === null ? null : { input: input as number[], output: output as number[] };
}

/** Fixes the scaling of a named initializer, whose other arguments are its own. */
abstract class NamedScaling extends VarianceScaling {
  constructor(
    given: ScalingOptions,
    fixed: Required<Pick<VarianceScalingOptions, "scale" | "mode" | "distribution">>,
  ) {
    const { className } = new.target as unknown as { className: string };
    const name = className.replace(/^Flowers>/, "");
    super({
      ...argumentsOf<ScalingOptions>(name, given, ["seed", "inputAxes", "outputAxes"]),
      ...fixed,
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { seed: this.seed, ...this.axesConfig };
  }
}

/** Uniform within `sqrt(6 / (fanIn + fanOut))`: Keras's default for Dense and Conv2D kernels. */
export class GlorotUniform extends NamedScaling {
  static override readonly className = "Flowers>GlorotUniform";
  constructor(given: ScalingOptions = {}) {
    super(given, { scale: 1, mode: "fanAvg", distribution: "uniform" });
  }
}

/** Truncated normal with variance `2 / (fanIn + fanOut)`. */
export class GlorotNormal extends NamedScaling {
  static override readonly className = "Flowers>GlorotNormal";
  constructor(given: ScalingOptions = {}) {
    super(given, { scale: 1, mode: "fanAvg", distribution: "truncatedNormal" });
  }
}

/** Uniform within `sqrt(6 / fanIn)`. */
export class HeUniform extends NamedScaling {
  static override readonly className = "Flowers>HeUniform";
  constructor(given: ScalingOptions = {}) {
    super(given, { scale: 2, mode: "fanIn", distribution: "uniform" });
  }
}

/** Truncated normal with variance `2 / fanIn`. */
export class HeNormal extends NamedScaling {
  static override readonly className = "Flowers>HeNormal";
  constructor(given: ScalingOptions = {}) {
    super(given, { scale: 2, mode: "fanIn", distribution: "truncatedNormal" });
  }
}

/** Uniform within `sqrt(3 / fanIn)`. */
export class LecunUniform extends NamedScaling {
  static override readonly className = "Flowers>LecunUniform";
  constructor(given: ScalingOptions = {}) {
    super(given, { scale: 1, mode: "fanIn", distribution: "uniform" });
  }
}

/** Truncated normal with variance `1 / fanIn`. */
export class LecunNormal extends NamedScaling {
  static override readonly className = "Flowers>LecunNormal";
  constructor(given: ScalingOptions = {}) {
    super(given, { scale: 1, mode: "fanIn", distribution: "truncatedNormal" });
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

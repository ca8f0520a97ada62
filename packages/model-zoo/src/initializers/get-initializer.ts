/** Initializers by Keras's names, and one factory for each. */
import * as tf from "@tensorflow/tfjs";
import { argumentsOf, finiteNumber } from "../arguments";
import { ModelZooError } from "../errors";
import { named, savedObject } from "../names";
import { Orthogonal, type OrthogonalOptions } from "./orthogonal";
import {
  RandomNormal,
  type RandomNormalOptions,
  RandomUniform,
  type RandomUniformOptions,
  TruncatedNormal,
} from "./random";
import type { Initializer } from "./seeded-initializer";
import {
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  LecunNormal,
  LecunUniform,
  type ScalingOptions,
  VarianceScaling,
  type VarianceScalingOptions,
} from "./variance-scaling";

/** Makes a {@link GlorotUniform} initializer. */
export const glorotUniform = (options?: ScalingOptions): GlorotUniform =>
  new GlorotUniform(options);
/** Makes a {@link GlorotNormal} initializer. */
export const glorotNormal = (options?: ScalingOptions): GlorotNormal => new GlorotNormal(options);
/** Makes a {@link HeUniform} initializer. */
export const heUniform = (options?: ScalingOptions): HeUniform => new HeUniform(options);
/** Makes a {@link HeNormal} initializer. */
export const heNormal = (options?: ScalingOptions): HeNormal => new HeNormal(options);
/** Makes a {@link LecunUniform} initializer. */
export const lecunUniform = (options?: ScalingOptions): LecunUniform => new LecunUniform(options);
/** Makes a {@link LecunNormal} initializer. */
export const lecunNormal = (options?: ScalingOptions): LecunNormal => new LecunNormal(options);
/** Makes a {@link RandomUniform} initializer. */
export const randomUniform = (options?: RandomUniformOptions): RandomUniform =>
  new RandomUniform(options);
/** Makes a {@link RandomNormal} initializer. */
export const randomNormal = (options?: RandomNormalOptions): RandomNormal =>
  new RandomNormal(options);
/** Makes a {@link TruncatedNormal} initializer. */
export const truncatedNormal = (options?: RandomNormalOptions): TruncatedNormal =>
  new TruncatedNormal(options);
/** Makes a {@link VarianceScaling} initializer. */
export const varianceScaling = (options?: VarianceScalingOptions): VarianceScaling =>
  new VarianceScaling(options);
/** Makes an {@link Orthogonal} initializer. */
export const orthogonal = (options?: OrthogonalOptions): Orthogonal => new Orthogonal(options);

/** Keras's spellings of mode and distribution, `fan_in`, as ours. */
const spelledOurs = (config: object = {}): VarianceScalingOptions =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string"
        ? value.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
        : (value as unknown),
    ]),
  );

interface ConstantArguments {
  readonly value?: number;
}

interface IdentityArguments {
  readonly gain?: number;
}

const makers: Readonly<Record<string, (config?: object) => Initializer>> = {
  zeros: () => tf.initializers.zeros(),
  ones: () => tf.initializers.ones(),
  glorotUniform: (config) => glorotUniform(config),
  glorotNormal: (config) => glorotNormal(config),
  heUniform: (config) => heUniform(config),
  heNormal: (config) => heNormal(config),
  lecunUniform: (config) => lecunUniform(config),
  lecunNormal: (config) => lecunNormal(config),
  randomUniform: (config) => randomUniform(config),
  randomNormal: (config) => randomNormal(config),
  truncatedNormal: (config) => truncatedNormal(config),
  varianceScaling: (config) => varianceScaling(spelledOurs(config)),
  orthogonal: (config) => orthogonal(config),
  constant: (config: ConstantArguments = {}) => {
    const { value = 0 } = argumentsOf("Constant", config, ["value"]);
    return tf.initializers.constant({ value: finiteNumber(value, "value") });
  },
  identity: (config: IdentityArguments = {}) => {
    const { gain = 1 } = argumentsOf("Identity", config, ["gain"]);
    return tf.initializers.identity({ gain: finiteNumber(gain, "gain") });
  },
};

/** A name (`"heNormal"`, or Keras's `"he_normal"` and `"HeNormal"`), an initializer, or one as a saved model has it. */
export type InitializerLike = string | Initializer;

/**
 * The initializer of a name; an initializer is passed through.
 *
 * @throws ModelZooError `unknown-name`, listing the names
 */
export function getInitializer(initializer: InitializerLike): Initializer {
  if (typeof initializer === "string") return named(makers, initializer, "initializer")();
  if (typeof (initializer as Partial<Initializer> | null)?.apply === "function") return initializer;
  const saved = savedObject(initializer);
  if (saved) {
    // Older versions of Keras wrote a type of numbers, which is always float32 here.
    const { dtype: _, ...config } = saved.config;
    return named(makers, saved.className, "initializer")(config);
  }
  throw new ModelZooError(
    "invalid-argument",
    `Could not interpret initializer identifier: ${JSON.stringify(initializer)}. Expected a name or an initializer.`,
  );
}

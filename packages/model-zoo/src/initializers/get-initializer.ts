/** Initializers by Keras's names, and one factory for each. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { Orthogonal, type OrthogonalOptions } from "./orthogonal";
import {
  RandomNormal,
  type RandomNormalOptions,
  RandomUniform,
  type RandomUniformOptions,
  TruncatedNormal,
} from "./random";
import type { Initializer, SeededOptions } from "./seeded-initializer";
import {
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  LecunNormal,
  LecunUniform,
  VarianceScaling,
  type VarianceScalingOptions,
} from "./variance-scaling";

/** Makes a {@link GlorotUniform} initializer. */
export const glorotUniform = (options?: SeededOptions): GlorotUniform => new GlorotUniform(options);
/** Makes a {@link GlorotNormal} initializer. */
export const glorotNormal = (options?: SeededOptions): GlorotNormal => new GlorotNormal(options);
/** Makes a {@link HeUniform} initializer. */
export const heUniform = (options?: SeededOptions): HeUniform => new HeUniform(options);
/** Makes a {@link HeNormal} initializer. */
export const heNormal = (options?: SeededOptions): HeNormal => new HeNormal(options);
/** Makes a {@link LecunUniform} initializer. */
export const lecunUniform = (options?: SeededOptions): LecunUniform => new LecunUniform(options);
/** Makes a {@link LecunNormal} initializer. */
export const lecunNormal = (options?: SeededOptions): LecunNormal => new LecunNormal(options);
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

const makers: Readonly<Record<string, () => Initializer>> = {
  zeros: () => tf.initializers.zeros(),
  ones: () => tf.initializers.ones(),
  glorotUniform: () => glorotUniform(),
  glorotNormal: () => glorotNormal(),
  heUniform: () => heUniform(),
  heNormal: () => heNormal(),
  lecunUniform: () => lecunUniform(),
  lecunNormal: () => lecunNormal(),
  randomUniform: () => randomUniform(),
  randomNormal: () => randomNormal(),
  truncatedNormal: () => truncatedNormal(),
  varianceScaling: () => varianceScaling(),
  orthogonal: () => orthogonal(),
};

/** A name (`"heNormal"`, or Keras's `"he_normal"` and `"HeNormal"`), or an initializer. */
export type InitializerLike = string | Initializer;

const plain = (name: string): string => name.toLowerCase().replaceAll("_", "");

/**
 * The initializer of a name; an initializer is passed through.
 *
 * @throws ModelZooError `unknown-name`, listing the names
 */
export function getInitializer(initializer: InitializerLike): Initializer {
  if (typeof initializer !== "string") return initializer;
  const found = Object.entries(makers).find(([name]) => plain(name) === plain(initializer));
  if (!found) {
    throw new ModelZooError(
      "unknown-name",
      `Could not interpret initializer identifier: ${initializer}. Known: ${Object.keys(makers).join(", ")}.`,
    );
  }
  return found[1]();
}

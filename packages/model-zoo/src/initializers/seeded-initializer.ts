/** The base of initializers that draw as Keras's do: one seed, fixed at construction, from Keras's global Python stream. */
import * as tf from "@tensorflow/tfjs";
import { globalRandom } from "@flowers/random";
import { argumentsOf } from "../arguments";
import { ModelZooError } from "../errors";

/** What a tfjs layer takes as `kernelInitializer`. */
export type Initializer = ReturnType<typeof tf.initializers.zeros>;

// tfjs accepts only instances of a class that it does not export; every initializer of its own leads to it.
const TfInitializer = Object.getPrototypeOf(
  (tf.initializers.zeros() as object).constructor,
) as (abstract new () => Initializer) & Pick<typeof tf.serialization.Serializable, "fromConfig">;

/** Options of every initializer that draws. */
export interface SeededOptions {
  /** A whole number. Without one, a seed is drawn from Keras's global Python stream when the initializer is made. */
  readonly seed?: number | null;
}

/**
 * An initializer with a seed. Called twice it gives the same values twice, as Keras's does; make one for each layer.
 * Deterministic for a given seed and shape. The caller owns the tensor.
 *
 * @throws ModelZooError `invalid-argument` if the seed is not a whole number
 */
export abstract class SeededInitializer extends TfInitializer {
  /** The seed as given; null if none was. */
  readonly seed: number | null;
  /** The seed in use. */
  readonly drawnSeed: number;

  /** @param given - the seed, and nothing else: a subclass takes its own arguments out first */
  constructor(given: SeededOptions = {}) {
    super();
    const { className } = new.target as unknown as { className: string };
    const name = className.replace(/^Flowers>/, "");
    const { seed = null } = argumentsOf<SeededOptions>(name, given, ["seed"]);
    if (seed !== null && !Number.isInteger(seed)) {
      throw new ModelZooError(
        "invalid-argument",
        `Argument \`seed\` must be an integer. Received: seed=${JSON.stringify(seed)}`,
      );
    }
    this.seed = seed;
    this.drawnSeed = seed ?? globalRandom.python.randint(1, 1_000_000_000);
  }

  /** Row-major values for a weight of this shape. */
  abstract values(shape: readonly number[]): Float32Array;

  override apply(shape: tf.Shape, dtype: tf.DataType = "float32"): tf.Tensor {
    const known = shape.map((size) => size ?? 1);
    return tf.tidy(() => tf.cast(tf.tensor(this.values(known), known, "float32"), dtype));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { seed: this.seed };
  }
}

/** Number of values of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

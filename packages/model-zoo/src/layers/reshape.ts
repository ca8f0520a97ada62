/** Keras's Reshape and Permute: the same values in another shape, and in another order of axes. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { KerasLayer, optionsOf, type PenalizedLayerOptions, type Shape } from "./base/keras-layer";

/** Options of {@link Reshape}. */
export interface ReshapeOptions extends PenalizedLayerOptions {
  /** The new shape without the batch; one size may be -1, for what is left. */
  readonly targetShape: readonly number[];
}

function targetOf(value: unknown): readonly number[] {
  const fits =
    Array.isArray(value) && value.every((each) => Number.isInteger(each) && Number(each) >= -1);
  const target = fits ? (value as number[]) : [];
  if (fits && target.filter((each) => each === -1).length <= 1) return [...target];
  throw new ModelZooError(
    "invalid-argument",
    "Each dimension in `targetShape` must be a non-negative integer, or `-1` for a single unknown dimension. " +
      `Received: targetShape=${JSON.stringify(value)}`,
  );
}

/**
 * Gives each sample a new shape; values, their order and their dtype stay. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a shape of another size than the input's
 */
export class Reshape extends KerasLayer {
  static readonly className = "Flowers>Reshape";
  static readonly kerasModule = "keras.layers";
  readonly targetShape: readonly number[];

  constructor(given: ReshapeOptions) {
    const { targetShape, ...options } = optionsOf(given, "Reshape");
    super(options);
    this.targetShape = targetOf(targetShape);
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const [batch = 1, ...sizes] = this.computeOutputShape(input.shape);
    return tf.reshape(input, [batch as number, ...(sizes as number[])]);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null, ...sizes] = inputShape as Shape;
    const { targetShape } = this;
    if (sizes.includes(null))
      return [batch, ...targetShape.map((size) => (size === -1 ? null : size))];
    const size = (sizes as number[]).reduce((product, each) => product * each, 1);
    const known = targetShape.reduce(
      (product, each) => (each === -1 ? product : product * each),
      1,
    );
    const fits = targetShape.includes(-1) ? known > 0 && size % known === 0 : size === known;
    if (!fits) {
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: The total size of the tensor must be unchanged. ` +
          `Received: inputs shape=${JSON.stringify(inputShape)}, targetShape=${JSON.stringify(targetShape)}`,
      );
    }
    return [batch, ...targetShape.map((each) => (each === -1 ? size / known : each))];
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { targetShape: [...this.targetShape] };
  }
}

/** Options of {@link Permute}. */
export interface PermuteOptions extends PenalizedLayerOptions {
  /** For each axis of the output the input's, counted from 1: the batch, axis 0, stays. */
  readonly dims: readonly number[];
}

/**
 * Puts the axes of each sample in another order. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for what is no order of the axes from 1 on
 */
export class Permute extends KerasLayer {
  static readonly className = "Flowers>Permute";
  static readonly kerasModule = "keras.layers";
  readonly dims: readonly number[];

  constructor(given: PermuteOptions) {
    const { dims, ...options } = optionsOf(given, "Permute");
    super(options);
    const sorted = Array.isArray(dims) ? [...(dims as number[])].sort((a, b) => a - b) : [];
    if (!Array.isArray(dims) || sorted.some((axis, i) => axis !== i + 1)) {
      throw new ModelZooError(
        "invalid-argument",
        "Invalid permutation argument `dims` for Permute Layer. The set of indices in `dims` must be consecutive and start from 1. " +
          `Received dims=${JSON.stringify(dims)}`,
      );
    }
    this.dims = [...(dims as number[])];
    this.inputSpec = [{ ndim: this.dims.length + 1 } as never];
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    return tf.transpose(input, [0, ...this.dims]);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = inputShape as Shape;
    return [shape[0] ?? null, ...this.dims.map((axis) => shape[axis] ?? null)];
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { dims: [...this.dims] };
  }
}

/** Makes a {@link Reshape} layer. */
export function reshape(options: ReshapeOptions): Reshape {
  return new Reshape(options);
}

/** Makes a {@link Permute} layer. */
export function permute(options: PermuteOptions): Permute {
  return new Permute(options);
}

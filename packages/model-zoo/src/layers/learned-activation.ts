/** Keras's PReLU, whose slope below 0 is learned, and ELU. */
import * as tf from "@tensorflow/tfjs";
import { mask } from "../activations/activations";
import type { ConstraintLike } from "../constraints/get-constraint";
import { ModelZooError } from "../errors";
import type { InitializerLike } from "../initializers/get-initializer";
import type { RegularizerLike } from "../regularizers/get-regularizer";
import { Elementwise } from "./base/elementwise";
import { finite } from "./base/checks";
import { optionsOf, type PenalizedLayerOptions, type Shape } from "./base/keras-layer";
import { takeWeight, type WeightOptions } from "./base/weight-options";

/** Options of {@link PReLU}. */
export interface PReLUOptions extends PenalizedLayerOptions {
  /** Default `"zeros"`. */
  readonly alphaInitializer?: InitializerLike | null;
  readonly alphaRegularizer?: RegularizerLike | null;
  readonly alphaConstraint?: ConstraintLike | null;
  /** Axes along which one slope is shared, counted from 1: `[1, 2]` gives images one for each channel. Default none. */
  readonly sharedAxes?: number | readonly number[] | null;
}

/**
 * `x` above 0, else `alpha x` with an `alpha` that is learned for each value of a sample.
 *
 * Input and output: any shape, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a shared axis that the input lacks, and for a size that is unknown and not shared
 */
export class PReLU extends Elementwise {
  static readonly className = "Flowers>PReLU";
  static readonly kerasModule = "keras.layers";
  readonly sharedAxes: readonly number[] | null;
  readonly #alphaOptions: WeightOptions;
  #alpha: tf.LayerVariable | null = null;

  constructor(given: PReLUOptions = {}) {
    const { sharedAxes = null, ...others } = optionsOf(given, "PReLU");
    const options: Record<string, unknown> = { ...others };
    const alpha = takeWeight("alpha", options, "zeros");
    super(options);
    this.#alphaOptions = alpha;
    const axes: unknown = typeof sharedAxes === "number" ? [sharedAxes] : sharedAxes;
    const fits =
      axes === null ||
      (Array.isArray(axes) && axes.every((axis) => Number.isInteger(axis) && Number(axis) > 0));
    if (!fits) {
      throw new ModelZooError(
        "invalid-argument",
        `Invalid value for argument \`sharedAxes\`. Expected axes from 1 on. Received: sharedAxes=${JSON.stringify(sharedAxes)}`,
      );
    }
    this.sharedAxes = axes as number[] | null;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = inputShape as Shape;
    const shared = this.sharedAxes ?? [];
    const sizes = shape.slice(1).map((size, i) => (shared.includes(i + 1) ? 1 : size));
    if (sizes.includes(null) || shared.some((axis) => axis >= shape.length)) {
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: every size of the input that is not shared must be known, and shared axes be among them. ` +
          `Received: inputs shape=${JSON.stringify(shape)}, sharedAxes=${JSON.stringify(this.sharedAxes)}`,
      );
    }
    this.#alpha = this.#alphaOptions.addTo(this, sizes as number[]);
    this.inputSpec = [{ ndim: shape.length } as never];
    this.built = true;
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const x = tf.cast(input, "float32");
    const alpha = this.#alpha?.read() as tf.Tensor;
    return tf.sub(tf.relu(x), tf.mul(alpha, tf.relu(tf.neg(x))));
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const sharedAxes = this.sharedAxes === null ? null : [...this.sharedAxes];
    return { ...this.#alphaOptions.getConfig(), sharedAxes };
  }
}

/** Options of {@link ELU}. */
export interface ELUOptions extends PenalizedLayerOptions {
  /** What the values below 0 are multiplied by. Default 1. */
  readonly alpha?: number;
}

/** `x` above 0, else `alpha (exp(x) - 1)`. Any shape. The caller owns the result. */
export class ELU extends Elementwise {
  static readonly className = "Flowers>ELU";
  static readonly kerasModule = "keras.layers";
  readonly alpha: number;

  constructor(given: ELUOptions = {}) {
    const { alpha = 1, ...options } = optionsOf(given, "ELU");
    super(options);
    this.alpha = finite(alpha, "alpha");
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const x = tf.cast(input, "float32");
    const y = tf.elu(x);
    return this.alpha === 1 ? y : tf.where(mask(tf.greater, x, 0), y, tf.mul(y, this.alpha));
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { alpha: this.alpha };
  }
}

/** Makes a {@link PReLU} layer. */
export const prelu = (options: PReLUOptions = {}): PReLU => new PReLU(options);
/** Makes an {@link ELU} layer. */
export const elu = (options: ELUOptions = {}): ELU => new ELU(options);

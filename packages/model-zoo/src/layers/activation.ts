/** Keras's Activation, ReLU, LeakyReLU and Softmax: functions of each value as layers. */
import * as tf from "@tensorflow/tfjs";
import { mask } from "../activations/activations";
import { activationName, type ActivationLike, getActivation } from "../activations/get-activation";
import { ModelZooError } from "../errors";
import { type Axes, axesOf, finite } from "./base/checks";
import { Elementwise } from "./base/elementwise";
import { optionsOf, type PenalizedLayerOptions } from "./base/keras-layer";

/** Options of {@link Activation}. */
export interface ActivationOptions extends PenalizedLayerOptions {
  readonly activation: ActivationLike;
}

/** An activation function as a layer of its own. Any shape. */
export class Activation extends Elementwise {
  static readonly className = "Flowers>Activation";
  static readonly kerasModule = "keras.layers";
  readonly #activation: ReturnType<typeof getActivation>;

  constructor(given: ActivationOptions) {
    const { activation, ...options } = optionsOf(given, "Activation");
    super(options);
    this.#activation = getActivation(activation);
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    return this.#activation.apply(tf.cast(input, "float32"));
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { activation: activationName(this.#activation, this.name) };
  }
}

/** Options of {@link ReLU}. */
export interface ReLUOptions extends PenalizedLayerOptions {
  /** What values above it become. Default none. */
  readonly maxValue?: number | null;
  /** What values below the threshold are multiplied by, after the threshold is subtracted. Default 0. */
  readonly negativeSlope?: number | null;
  /** Default 0. */
  readonly threshold?: number | null;
}

/** `x` from the threshold on, at most `maxValue`; `negativeSlope (x - threshold)` below it. Any shape. */
export class ReLU extends Elementwise {
  static readonly className = "Flowers>ReLU";
  static readonly kerasModule = "keras.layers";
  readonly maxValue: number | null;
  readonly negativeSlope: number;
  readonly threshold: number;

  constructor(given: ReLUOptions = {}) {
    const { maxValue = null, negativeSlope, threshold, ...options } = optionsOf(given, "ReLU");
    super(options);
    this.maxValue = maxValue === null ? null : finite(maxValue, "maxValue", 0);
    this.negativeSlope = finite(negativeSlope ?? 0, "negativeSlope", 0);
    this.threshold = finite(threshold ?? 0, "threshold", 0);
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const x = tf.cast(input, "float32");
    const { maxValue, negativeSlope: slope, threshold } = this;
    const kept =
      threshold === 0 ? tf.relu(x) : tf.mul(x, tf.cast(mask(tf.greater, x, threshold), "float32"));
    const capped = maxValue === null ? kept : tf.minimum(kept, maxValue);
    if (slope === 0) return capped;
    return tf.sub(capped, tf.mul(tf.relu(tf.sub(threshold, x)), slope));
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const { maxValue, negativeSlope, threshold } = this;
    return { maxValue, negativeSlope, threshold };
  }
}

/** Options of {@link LeakyReLU}. */
export interface LeakyReLUOptions extends PenalizedLayerOptions {
  /** What values below 0 are multiplied by. Default 0.3. */
  readonly negativeSlope?: number;
}

/** `x` above 0, else `negativeSlope x`. Any shape. */
export class LeakyReLU extends Elementwise {
  static readonly className = "Flowers>LeakyReLU";
  static readonly kerasModule = "keras.layers";
  readonly negativeSlope: number;

  constructor(given: LeakyReLUOptions = {}) {
    const { negativeSlope = 0.3, ...options } = optionsOf(given, "LeakyReLU");
    super(options);
    this.negativeSlope = finite(negativeSlope, "negativeSlope", 0);
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    return tf.leakyRelu(tf.cast(input, "float32"), this.negativeSlope);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { negativeSlope: this.negativeSlope };
  }
}

/** Options of {@link Softmax}. */
export interface SoftmaxOptions extends PenalizedLayerOptions {
  /** The axis, or axes, whose values sum to 1. Default -1, the last. */
  readonly axis?: Axes;
}

/** What a masked value counts as before the sum, as in Keras: its exponential is 0. */
const masked = -1e9;

/**
 * `exp(x)` divided by its sum over one axis or several. Any shape.
 *
 * The call argument `mask` says which values count, true or above 0.5; its shape broadcasts to the input's. The others become 0.
 */
export class Softmax extends Elementwise {
  static readonly className = "Flowers>Softmax";
  static readonly kerasModule = "keras.layers";
  readonly #axes: readonly number[];

  constructor(given: SoftmaxOptions = {}) {
    const { axis = -1, ...options } = optionsOf(given, "Softmax");
    super(options);
    this.#axes = axesOf(axis);
  }

  protected override compute(input: tf.Tensor, options: Record<string, unknown>): tf.Tensor {
    const x = tf.cast(input, "float32");
    if (!(options["mask"] instanceof tf.Tensor)) return this.#softmax(x);
    const counted = options["mask"] as tf.Tensor;
    this.#requireFit(counted, x.shape);
    const kept = tf.broadcastTo(tf.cast(tf.greater(counted, 0.5), "float32"), x.shape);
    const flags = tf.cast(kept, "bool");
    const y = this.#softmax(tf.where(flags, x, tf.fill(x.shape, masked)));
    return tf.where(flags, y, tf.zerosLike(y));
  }

  #requireFit(mask: tf.Tensor, shape: readonly number[]): void {
    const sizes = shape.slice(shape.length - mask.rank);
    const fits = mask.shape.every((size, axis) => size === 1 || size === sizes[axis]);
    if (mask.rank <= shape.length && fits) return;
    throw new ModelZooError(
      "invalid-argument",
      `${this.name}: The \`mask\` must be broadcastable to \`inputs\`. ` +
        `Received: inputs.shape=[${shape.join(", ")}], mask.shape=[${mask.shape.join(", ")}]`,
    );
  }

  #softmax(x: tf.Tensor): tf.Tensor {
    const [given = -1, ...others] = this.#axes;
    const axis = given < 0 ? given + x.rank : given;
    if (others.length > 0) return tf.exp(tf.sub(x, tf.logSumExp(x, [...this.#axes], true)));
    if (axis === x.rank - 1) return tf.softmax(x);
    const axes = x.shape.map((_, i) => (i === axis ? x.rank - 1 : i === x.rank - 1 ? axis : i));
    return tf.transpose(tf.softmax(tf.transpose(x, axes)), axes);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const [axis = -1, ...others] = this.#axes;
    return { axis: others.length > 0 ? [...this.#axes] : axis };
  }
}

/** Makes an {@link Activation} layer. */
export const activation = (options: ActivationOptions): Activation => new Activation(options);
/** Makes a {@link ReLU} layer. */
export const reLU = (options: ReLUOptions = {}): ReLU => new ReLU(options);
/** Makes a {@link LeakyReLU} layer. */
export const leakyReLU = (options: LeakyReLUOptions = {}): LeakyReLU => new LeakyReLU(options);
/** Makes a {@link Softmax} layer. */
export const softmax = (options: SoftmaxOptions = {}): Softmax => new Softmax(options);

/** Keras's LayerNormalization, GroupNormalization, RMSNormalization and UnitNormalization: each sample normalized by itself. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import type { NormalizationArguments } from "./batch-normalization";
import { type Axes, axesOf, axisOf, finite, onlyFalse } from "./base/checks";
import {
  flag,
  KerasLayer,
  optionsOf,
  type PenalizedLayerOptions,
  type Shape,
} from "./base/keras-layer";
import { takeWeight, type WeightOptions } from "./base/weight-options";

/** What these layers share. */
abstract class SampleNormalization extends KerasLayer {
  constructor(options: PenalizedLayerOptions) {
    super(options);
    this.supportsMasking = true;
  }

  protected abstract get axes(): readonly number[];

  /** An axis counted from the first. */
  protected place(axis: number, shape: Shape): number {
    const place = axis < 0 ? axis + shape.length : axis;
    if (place >= 0 && place < shape.length) return place;
    throw new ModelZooError(
      "invalid-argument",
      `${this.name}: Axis ${axis} is out of bounds for input shape ${JSON.stringify(shape)}.`,
    );
  }

  /** The known size of an axis. */
  protected sizeAlong(axis: number, shape: Shape): number {
    const size = shape[this.place(axis, shape)] ?? null;
    if (size !== null) return size;
    throw new ModelZooError(
      "invalid-argument",
      `${this.name}: Axis ${axis} of input tensor should have a defined dimension but the layer received an input with shape ${JSON.stringify(shape)}.`,
    );
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = inputShape as Shape;
    for (const axis of this.axes) this.place(axis, shape);
    return [...shape];
  }
}

/** `x` with mean 0 and variance 1 over some axes, which may be scaled and moved by tensors that broadcast. */
function standardized(
  x: tf.Tensor,
  axes: number[],
  { gamma, beta, epsilon }: { gamma: tf.Tensor | null; beta: tf.Tensor | null; epsilon: number },
): tf.Tensor {
  const { mean, variance } = tf.moments(x, axes, true);
  const rate = tf.rsqrt(tf.add(variance, epsilon));
  const factor = gamma ? tf.mul(rate, gamma) : rate;
  const shift = tf.neg(tf.mul(mean, factor));
  return tf.add(tf.mul(x, factor), beta ? tf.add(shift, beta) : shift);
}

/** The base of those with a scale and an offset. */
abstract class ScaledNormalization extends SampleNormalization {
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly #betaOptions: WeightOptions;
  readonly #gammaOptions: WeightOptions;
  #gamma: tf.LayerVariable | null = null;
  #beta: tf.LayerVariable | null = null;

  constructor({
    epsilon = 1e-3,
    center = true,
    scale = true,
    ...others
  }: PenalizedLayerOptions & NormalizationArguments) {
    const options: Record<string, unknown> = { ...others };
    const beta = takeWeight("beta", options, "zeros");
    const gamma = takeWeight("gamma", options, "ones");
    super(options);
    this.epsilon = finite(epsilon, "epsilon");
    this.center = flag(center, "center");
    this.scale = flag(scale, "scale");
    this.#betaOptions = beta;
    this.#gammaOptions = gamma;
  }

  protected addWeights(shape: readonly number[]): void {
    this.#gamma = this.scale ? this.#gammaOptions.addTo(this, [...shape]) : null;
    this.#beta = this.center ? this.#betaOptions.addTo(this, [...shape]) : null;
    this.built = true;
  }

  /** Normalizes over axes; scale and offset are given the shape that broadcasts. */
  protected normalized(x: tf.Tensor, axes: number[], broadcast: number[]): tf.Tensor {
    const along = (weight: tf.LayerVariable | null): tf.Tensor | null =>
      weight ? tf.reshape(weight.read(), broadcast) : null;
    const { epsilon } = this;
    return standardized(x, axes, { gamma: along(this.#gamma), beta: along(this.#beta), epsilon });
  }

  protected scaledConfig(): tf.serialization.ConfigDict {
    const { epsilon, center, scale } = this;
    return {
      ...{ epsilon, center, scale },
      ...this.#betaOptions.getConfig(),
      ...this.#gammaOptions.getConfig(),
    };
  }
}

/** Options of {@link LayerNormalization}. */
export interface LayerNormalizationOptions extends PenalizedLayerOptions, NormalizationArguments {
  /** The axis, or axes, over which mean and variance are taken. Default -1, the last. */
  readonly axis?: Axes;
  /** Only false: what Keras has deprecated for RMSNormalization. */
  readonly rmsScaling?: false;
}

/**
 * `gamma (x - mean) / sqrt(variance + epsilon) + beta` with mean and variance over some axes of each sample.
 *
 * Input and output: any shape, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for an axis that the input lacks or whose size is unknown
 */
export class LayerNormalization extends ScaledNormalization {
  static readonly className = "Flowers>LayerNormalization";
  static readonly kerasModule = "keras.layers";
  protected readonly axes: readonly number[];

  constructor(given: LayerNormalizationOptions = {}) {
    const { axis = -1, rmsScaling, ...options } = optionsOf(given, "LayerNormalization");
    super(options);
    onlyFalse(rmsScaling, "rmsScaling");
    this.axes = [...axesOf(axis)].sort((a, b) => a - b);
  }

  override build(inputShape: Shape | Shape[]): void {
    this.addWeights(this.axes.map((axis) => this.sizeAlong(axis, inputShape as Shape)));
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const x = tf.cast(input, "float32");
    const places = this.axes.map((axis) => this.place(axis, x.shape));
    const broadcast = x.shape.map((size, axis) => (places.includes(axis) ? size : 1));
    return this.normalized(x, places, broadcast);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { axis: [...this.axes], ...this.scaledConfig() };
  }
}

/** Options of {@link GroupNormalization}. */
export interface GroupNormalizationOptions extends PenalizedLayerOptions, NormalizationArguments {
  /** Into how many groups the channels are divided; -1 for one group a channel. Default 32. */
  readonly groups?: number;
  /** The axis of the channels. Default -1, the last. */
  readonly axis?: number;
}

/**
 * `gamma (x - mean) / sqrt(variance + epsilon) + beta` with mean and variance over each group of channels of each sample.
 *
 * Input and output: any shape of rank 2 or more, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for groups that do not divide the channels
 */
export class GroupNormalization extends ScaledNormalization {
  static readonly className = "Flowers>GroupNormalization";
  static readonly kerasModule = "keras.layers";
  readonly groups: number;
  readonly axis: number;

  constructor(given: GroupNormalizationOptions = {}) {
    const { groups = 32, axis = -1, ...options } = optionsOf(given, "GroupNormalization");
    super(options);
    if (!Number.isInteger(groups) || (groups <= 0 && groups !== -1)) {
      throw new ModelZooError(
        "invalid-argument",
        "Received an invalid value for argument `groups`, expected a positive integer (or `-1` for instance normalization). " +
          `Received: groups=${JSON.stringify(groups)}`,
      );
    }
    this.groups = groups;
    this.axis = axisOf(axis, "axis");
  }

  protected override get axes(): readonly number[] {
    return [this.axis];
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = inputShape as Shape;
    const channels = this.sizeAlong(this.axis, shape);
    const groups = this.groups === -1 ? channels : this.groups;
    if (channels % groups !== 0) {
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: Number of groups (${groups}) must divide the number of channels (${channels}).`,
      );
    }
    this.inputSpec = [
      { ndim: shape.length, axes: { [this.place(this.axis, shape)]: channels } } as never,
    ];
    this.addWeights([channels]);
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const x = tf.cast(input, "float32");
    const place = this.place(this.axis, x.shape);
    const channels = x.shape[place] as number;
    const groups = this.groups === -1 ? channels : this.groups;
    const divided = [groups, channels / groups];
    const inGroups = x.shape.flatMap((size, axis) => (axis === place ? divided : size));
    const broadcast = x.shape.flatMap((_, axis) => (axis === place ? divided : 1));
    const over = [...inGroups.keys()].filter((axis) => axis > 0 && axis !== place);
    return tf.reshape(this.normalized(tf.reshape(x, inGroups), over, broadcast), x.shape);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { groups: this.groups, axis: this.axis, ...this.scaledConfig() };
  }
}

/** Options of {@link RMSNormalization}. */
export interface RMSNormalizationOptions extends PenalizedLayerOptions {
  /** The axis, or axes, over which the mean square is taken: the last ones, for Keras scales along them alone. Default -1. */
  readonly axis?: Axes;
  /** What is added to the mean square. Default 0.000001. */
  readonly epsilon?: number;
}

/**
 * `scale x / sqrt(mean of x squared + epsilon)` over some axes of each sample.
 *
 * Input and output: any shape, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for an axis that the input lacks or whose size is unknown
 */
export class RMSNormalization extends SampleNormalization {
  static readonly className = "Flowers>RMSNormalization";
  static readonly kerasModule = "keras.layers";
  readonly epsilon: number;
  protected readonly axes: readonly number[];
  #scale: tf.LayerVariable | null = null;

  constructor(given: RMSNormalizationOptions = {}) {
    const { axis = -1, epsilon = 1e-6, ...options } = optionsOf(given, "RMSNormalization");
    super(options);
    this.axes = [...axesOf(axis)].sort((a, b) => a - b);
    this.epsilon = finite(epsilon, "epsilon");
  }

  override build(inputShape: Shape | Shape[]): void {
    const given = inputShape as Shape;
    const shape = this.axes.map((axis) => this.sizeAlong(axis, given));
    const fits = shape.every((size, i) => size === 1 || size === given.at(i - shape.length));
    if (!fits) {
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: a scale of shape ${JSON.stringify(shape)} does not fit the last axes of the input. ` +
          `Received: axis=${JSON.stringify(this.axes)}, inputs shape=${JSON.stringify(given)}`,
        { remedy: "Normalize over the last axis or axes." },
      );
    }
    this.#scale = this.addWeight("scale", shape, "float32", tf.initializers.ones());
    this.built = true;
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const x = tf.cast(input, "float32");
    const places = this.axes.map((axis) => this.place(axis, x.shape));
    const rate = tf.rsqrt(tf.add(tf.mean(tf.square(x), places, true), this.epsilon));
    const scaled = tf.mul(x, rate);
    return this.#scale ? tf.mul(scaled, this.#scale.read()) : scaled;
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { axis: [...this.axes], epsilon: this.epsilon };
  }
}

/** Options of {@link UnitNormalization}. */
export interface UnitNormalizationOptions extends PenalizedLayerOptions {
  /** The axis, or axes, over which the length is taken. Default -1, the last. */
  readonly axis?: Axes;
}

/**
 * Divides by the Euclidean length over some axes, so that it becomes 1; zeros stay zeros.
 *
 * Input and output: any shape, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for an axis that the input lacks
 */
export class UnitNormalization extends SampleNormalization {
  static readonly className = "Flowers>UnitNormalization";
  static readonly kerasModule = "keras.layers";
  protected readonly axes: readonly number[];

  constructor(given: UnitNormalizationOptions = {}) {
    const { axis = -1, ...options } = optionsOf(given, "UnitNormalization");
    super(options);
    this.axes = axesOf(axis);
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    const x = tf.cast(input, "float32");
    const places = this.axes.map((axis) => this.place(axis, x.shape));
    const rate = tf.rsqrt(tf.sum(tf.square(x), places, true));
    return tf.mul(x, tf.minimum(rate, 1e12));
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { axis: [...this.axes] };
  }
}

/** Makes a {@link LayerNormalization} layer. */
export const layerNormalization = (options: LayerNormalizationOptions = {}): LayerNormalization =>
  new LayerNormalization(options);
/** Makes a {@link GroupNormalization} layer. */
export const groupNormalization = (options: GroupNormalizationOptions = {}): GroupNormalization =>
  new GroupNormalization(options);
/** Makes an {@link RMSNormalization} layer. */
export const rmsNormalization = (options: RMSNormalizationOptions = {}): RMSNormalization =>
  new RMSNormalization(options);
/** Makes a {@link UnitNormalization} layer. */
export const unitNormalization = (options: UnitNormalizationOptions = {}): UnitNormalization =>
  new UnitNormalization(options);

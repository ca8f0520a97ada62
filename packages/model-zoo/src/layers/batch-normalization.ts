/** Keras's BatchNormalization: values of each channel brought to mean 0 and variance 1, by the batch or by averages. */
import * as tf from "@tensorflow/tfjs";
import type { ConstraintLike } from "../constraints/get-constraint";
import { ModelZooError } from "../errors";
import { getInitializer, type InitializerLike } from "../initializers/get-initializer";
import type { Initializer } from "../initializers/seeded-initializer";
import type { RegularizerLike } from "../regularizers/get-regularizer";
import { axisOf, finite, onlyFalse } from "./base/checks";
import {
  flag,
  KerasLayer,
  optionsOf,
  type PenalizedLayerOptions,
  saved,
  type Shape,
} from "./base/keras-layer";
import {
  channelMoments,
  maskedMoments,
  type Moments,
  normalize,
  normalizeByBatch,
} from "./base/normalize";
import { takeWeight, type WeightOptions } from "./base/weight-options";

/** Arguments about the scale and the offset of a normalization. */
export interface NormalizationArguments {
  /** What is added to the variance. Default 0.001. */
  readonly epsilon?: number;
  /** Whether an offset, `beta`, is learned. Default true. */
  readonly center?: boolean;
  /** Whether a scale, `gamma`, is learned. Default true. */
  readonly scale?: boolean;
  /** Default `"zeros"`. */
  readonly betaInitializer?: InitializerLike | null;
  /** Default `"ones"`. */
  readonly gammaInitializer?: InitializerLike | null;
  readonly betaRegularizer?: RegularizerLike | null;
  readonly gammaRegularizer?: RegularizerLike | null;
  readonly betaConstraint?: ConstraintLike | null;
  readonly gammaConstraint?: ConstraintLike | null;
}

/** Options of {@link BatchNormalization}. */
export interface BatchNormalizationOptions extends PenalizedLayerOptions, NormalizationArguments {
  /** The axis of the channels. Default -1, the last. */
  readonly axis?: number;
  /** What the averages keep of themselves at each step. Default 0.99. */
  readonly momentum?: number;
  /** Default `"zeros"`. */
  readonly movingMeanInitializer?: InitializerLike | null;
  /** Default `"ones"`. */
  readonly movingVarianceInitializer?: InitializerLike | null;
  /** Only false: averages over several machines are not computed. */
  readonly synchronized?: false;
  /** Only false: batch renormalization is not computed. */
  readonly renorm?: false;
  /** A setting of batch renormalization, without effect while `renorm` is false, as in Keras. */
  readonly renormClipping?: Readonly<Record<string, number>> | null;
  /** A setting of batch renormalization, without effect while `renorm` is false, as in Keras. */
  readonly renormMomentum?: number | null;
}

/**
 * `gamma (x - mean) / sqrt(variance + epsilon) + beta` for each channel.
 *
 * In training, mean and variance are the batch's, and the averages move towards them: `average momentum + value (1 - momentum)`.
 * Outside training, and in a layer with `trainable = false`, they are the averages. (What a model of ours that stands in a
 * frozen model does is the trainer's to say; `compile` of `@flowers/training` keeps Keras's rule.)
 *
 * Input and output: any shape of rank 2 or more, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for an axis that the input lacks or whose size is unknown, and for numbers and flags
 * that are none; `unknown-name` for an unknown initializer, regularizer or constraint
 */
export class BatchNormalization extends KerasLayer {
  static readonly className = "Flowers>BatchNormalization";
  static readonly kerasModule = "keras.layers";
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly #betaOptions: WeightOptions;
  readonly #gammaOptions: WeightOptions;
  readonly #meanInitializer: Initializer;
  readonly #varianceInitializer: Initializer;
  #gamma: tf.LayerVariable | null = null;
  #beta: tf.LayerVariable | null = null;
  #movingMean: tf.LayerVariable | null = null;
  #movingVariance: tf.LayerVariable | null = null;

  constructor(given: BatchNormalizationOptions = {}) {
    const {
      axis = -1,
      momentum = 0.99,
      epsilon = 1e-3,
      center = true,
      scale = true,
      movingMeanInitializer,
      movingVarianceInitializer,
      synchronized,
      renorm,
      renormClipping: _clipping,
      renormMomentum: _momentum,
      ...others
    } = optionsOf(given, "BatchNormalization");
    const options: Record<string, unknown> = { ...others };
    const beta = takeWeight("beta", options, "zeros");
    const gamma = takeWeight("gamma", options, "ones");
    super(options);
    this.#betaOptions = beta;
    this.#gammaOptions = gamma;
    this.#meanInitializer = getInitializer(movingMeanInitializer ?? "zeros");
    this.#varianceInitializer = getInitializer(movingVarianceInitializer ?? "ones");
    onlyFalse(synchronized, "synchronized");
    onlyFalse(renorm, "renorm");
    this.axis = axisOf(axis, "axis");
    this.momentum = finite(momentum, "momentum");
    this.epsilon = finite(epsilon, "epsilon");
    this.center = flag(center, "center");
    this.scale = flag(scale, "scale");
    this.supportsMasking = true;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = inputShape as Shape;
    const axis = this.#axisIn(shape);
    const channels = shape[axis] ?? null;
    if (channels === null) {
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: axis ${this.axis} of the input should have a known size. Received: inputs shape=${JSON.stringify(shape)}.`,
      );
    }
    this.#gamma = this.scale ? this.#gammaOptions.addTo(this, [channels]) : null;
    this.#beta = this.center ? this.#betaOptions.addTo(this, [channels]) : null;
    const average = (name: string, initializer: Initializer): tf.LayerVariable =>
      this.addWeight(name, [channels], "float32", initializer, undefined, false);
    this.#movingMean = average("moving_mean", this.#meanInitializer);
    this.#movingVariance = average("moving_variance", this.#varianceInitializer);
    this.inputSpec = [{ ndim: shape.length, axes: { [axis]: channels } } as never];
    this.built = true;
  }

  /** The channels' axis, counted from the first. */
  #axisIn(shape: Shape): number {
    const axis = this.axis < 0 ? this.axis + shape.length : this.axis;
    if (axis >= 0 && axis < shape.length) return axis;
    throw new ModelZooError(
      "invalid-argument",
      `${this.name}: Axis ${this.axis} is out of bounds for input shape ${JSON.stringify(shape)}.`,
    );
  }

  protected override compute(
    input: tf.Tensor,
    { training, mask }: Record<string, unknown>,
  ): tf.Tensor {
    const x = tf.cast(input, "float32");
    const kept = mask instanceof tf.Tensor ? this.#keptValues(mask as tf.Tensor, x.shape) : null;
    const byBatch = training === true && this.trainable;
    const axis = this.#axisIn(x.shape);
    if (axis === x.rank - 1) return this.#normalize(x, byBatch, kept);
    const order = [...x.shape.keys()].filter((each) => each !== axis).concat(axis);
    const back = [...order.keys()].map((each) => order.indexOf(each));
    const moved = kept && tf.transpose(kept, order);
    return tf.transpose(this.#normalize(tf.transpose(x, order), byBatch, moved), back);
  }

  /** 1 for each value that a mask keeps, 0 for the others; the mask has all axes but the last, of the input's sizes or 1. */
  #keptValues(mask: tf.Tensor, shape: number[]): tf.Tensor {
    if (
      mask.rank !== shape.length - 1 ||
      !mask.shape.every((size, axis) => size === 1 || size === shape[axis])
    ) {
      throw new ModelZooError(
        "invalid-argument",
        `${this.name}: The mask provided should be one dimension less than the inputs, of their sizes or 1. ` +
          `Received: mask.shape=[${mask.shape.join(", ")}], inputs.shape=[${shape.join(", ")}]`,
      );
    }
    const kept = tf.cast(tf.cast(mask, "bool"), "float32");
    return tf.broadcastTo(tf.expandDims(kept, -1), shape);
  }

  /** Normalizes what has its channels last: by the batch, or by the averages. */
  #normalize(x: tf.Tensor, byBatch: boolean, kept: tf.Tensor | null): tf.Tensor {
    const channels = x.shape.at(-1) as number;
    const rows = tf.reshape(x, [-1, channels]) as tf.Tensor2D;
    const { epsilon } = this;
    const gamma = (this.#gamma?.read() ?? null) as tf.Tensor1D | null;
    const beta = (this.#beta?.read() ?? null) as tf.Tensor1D | null;
    let y: tf.Tensor2D;
    if (!byBatch) {
      const averages = {
        mean: this.#movingMean?.read() as tf.Tensor1D,
        variance: this.#movingVariance?.read() as tf.Tensor1D,
      };
      y = normalize(rows, averages, { gamma, beta, epsilon });
    } else {
      const moments = kept
        ? maskedMoments(rows, tf.reshape(kept, [-1, channels]))
        : channelMoments(rows);
      this.#moveAverages(moments);
      const by = { gamma, beta, epsilon };
      y = kept ? normalize(rows, moments, by) : normalizeByBatch(rows, moments, by);
    }
    return tf.reshape(y, x.shape);
  }

  #moveAverages({ mean, variance }: Moments): void {
    const pairs = [
      [this.#movingMean, mean],
      [this.#movingVariance, variance],
    ] as const;
    for (const [average, value] of pairs) {
      average?.write(
        tf.add(tf.mul(average.read(), this.momentum), tf.mul(value, 1 - this.momentum)),
      );
    }
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    this.#axisIn(inputShape as Shape);
    return [...(inputShape as Shape)];
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const { axis, momentum, epsilon, center, scale } = this;
    return {
      ...{ axis, momentum, epsilon, center, scale },
      ...this.#betaOptions.getConfig(),
      ...this.#gammaOptions.getConfig(),
      movingMeanInitializer: saved(this.#meanInitializer),
      movingVarianceInitializer: saved(this.#varianceInitializer),
    };
  }
}

/**
 * Makes a {@link BatchNormalization} layer.
 *
 * @example
 * batchNormalization({ momentum: 0.9 });
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): BatchNormalization {
  return new BatchNormalization(options);
}

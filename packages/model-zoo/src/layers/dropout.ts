/** Keras's Dropout and SpatialDropout2D, mask for mask. */
import * as tf from "@tensorflow/tfjs";
import { dropoutMask } from "@flowers/random";
import { ModelZooError } from "../errors";
import { optionsOf, type Shape } from "./base/keras-layer";
import { drawNativeMask } from "./base/native-mask";
import { RandomLayer, type RandomLayerOptions, shareOf } from "./base/random-layer";
import { type DataFormat, dataFormatOf, requireImages } from "./base/window";

/** Options of {@link Dropout}. */
export interface DropoutOptions extends RandomLayerOptions {
  /** Share of values set to 0, from 0 to 1. */
  readonly rate: number;
  /**
   * Shape of the mask, with null for a size of the input; sizes of 1 are broadcast, and fewer axes belong to the last ones.
   * Default: the input's shape.
   */
  readonly noiseShape?: readonly (number | null)[] | null;
}

/** Checks the shape of a mask. */
export function noiseShapeOf(value: unknown): readonly (number | null)[] | null {
  if (value === null || value === undefined) return null;
  const fits =
    Array.isArray(value) &&
    value.every((each) => each === null || (Number.isInteger(each) && Number(each) > 0));
  if (fits) return value as (number | null)[];
  throw new ModelZooError(
    "invalid-argument",
    `Invalid value received for argument \`noiseShape\`. Expected a list of positive integers or null. Received: noiseShape=${JSON.stringify(value)}`,
  );
}

/**
 * The shape of a mask for inputs of a shape: sizes that are null are the input's at the same place, and a mask of fewer axes
 * belongs to the last ones, as TensorFlow broadcasts it.
 *
 * @throws ModelZooError `invalid-argument` for a mask that does not fit the input
 */
export function maskShapeFor(
  noiseShape: readonly (number | null)[] | null,
  inputShape: readonly number[],
  layer: string,
): number[] {
  if (noiseShape === null) return [...inputShape];
  const shape = noiseShape.map((size, axis) => size ?? inputShape[axis] ?? NaN);
  const sizes = inputShape.slice(inputShape.length - shape.length);
  const fits =
    shape.length <= inputShape.length &&
    shape.every((size, axis) => size === 1 || size === sizes[axis]);
  if (fits) return shape;
  throw new ModelZooError(
    "invalid-argument",
    `${layer}: a mask must broadcast to the inputs. Received: noiseShape=${JSON.stringify(noiseShape)}, inputs.shape=[${inputShape.join(", ")}]`,
  );
}

/** What both kinds share: a mask of 0 and `1 / (1 - rate)`. */
abstract class Dropping extends RandomLayer {
  readonly rate: number;

  constructor(rate: number, options: RandomLayerOptions) {
    super(options, shareOf(rate, "rate") > 0);
    this.rate = rate;
  }

  /** The mask's shape for inputs of a shape. */
  protected abstract maskShape(inputShape: readonly number[]): number[];

  override drawMask(inputShape: readonly number[]): tf.Tensor {
    const shape = this.maskShape(inputShape);
    const seed = this.seedGenerator?.next();
    if (!seed) return tf.ones(shape);
    if (this.rate === 1) return tf.zeros(shape);
    const { rate } = this;
    const size = shape.reduce((product, length) => product * length, 1);
    return (
      drawNativeMask(shape, { seed, rate }) ??
      tf.tensor(dropoutMask(size, { seed, rate }), shape, "float32")
    );
  }

  protected override applyDrawn(input: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    return tf.mul(input, mask);
  }
}

/**
 * Sets a share of values to 0 during training and divides the others by `1 - rate`; identity otherwise.
 *
 * Input and output: any shape, float32. Each training call takes one seed pair from `seedGenerator`, so the same seed and
 * the same sequence of calls give Keras's masks; the call argument `masks` gives the mask in place of drawing it. The
 * caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` if the rate is outside 0..1, for a mask's shape that is none, and for unknown arguments
 */
export class Dropout extends Dropping {
  static readonly className = "Flowers>Dropout"; // tfjs has a Dropout of its own, with masks of its own
  static readonly kerasModule = "keras.layers";
  readonly noiseShape: readonly (number | null)[] | null;

  constructor(given: DropoutOptions) {
    const { rate, noiseShape = null, ...options } = optionsOf(given, "Dropout");
    super(rate, options);
    this.noiseShape = noiseShapeOf(noiseShape);
  }

  protected override maskShape(inputShape: readonly number[]): number[] {
    return maskShapeFor(this.noiseShape, inputShape, this.name);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const noise = this.noiseShape === null ? null : [...this.noiseShape];
    return {
      rate: this.rate,
      seed: this.seed,
      noiseShape: noise as tf.serialization.ConfigDictValue,
    };
  }
}

/** Options of {@link SpatialDropout2D}. */
export interface SpatialDropout2DOptions extends RandomLayerOptions {
  /** Share of channels set to 0, from 0 to 1. */
  readonly rate: number;
  /** Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat | "channels_last" | "channels_first" | null;
}

/**
 * {@link Dropout} of whole channels: all pixels of a channel of one image are set to 0, or none.
 *
 * Input and output `[batch, height, width, channels]`, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` if the rate is outside 0..1, and for unknown arguments
 */
export class SpatialDropout2D extends Dropping {
  static readonly className = "Flowers>SpatialDropout2D";
  static readonly kerasModule = "keras.layers";
  readonly dataFormat: DataFormat;

  constructor(given: SpatialDropout2DOptions) {
    const { rate, dataFormat, ...options } = optionsOf(given, "SpatialDropout2D");
    super(rate, options);
    this.dataFormat = dataFormatOf(dataFormat);
    this.inputSpec = [{ ndim: 4 } as never];
  }

  protected override maskShape(inputShape: readonly number[]): number[] {
    requireImages([...inputShape], this.name);
    const [batch = 1, first = 1, , last = 1] = inputShape;
    return this.dataFormat === "channelsLast" ? [batch, 1, 1, last] : [batch, first, 1, 1];
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    requireImages(inputShape as Shape, this.name);
    return super.computeOutputShape(inputShape);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { rate: this.rate, seed: this.seed, dataFormat: this.dataFormat };
  }
}

tf.serialization.registerClass(Dropout);

/**
 * Makes a {@link Dropout} layer.
 *
 * @example
 * dropout({ rate: 0.2 });
 * dropout(0.2);
 */
export function dropout(options: number | DropoutOptions): Dropout {
  return new Dropout(typeof options === "number" ? { rate: options } : options);
}

/**
 * Makes a {@link SpatialDropout2D} layer.
 *
 * @example
 * spatialDropout2d({ rate: 0.2 });
 */
export function spatialDropout2d(options: number | SpatialDropout2DOptions): SpatialDropout2D {
  return new SpatialDropout2D(typeof options === "number" ? { rate: options } : options);
}

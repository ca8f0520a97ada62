/** Keras's GlobalAveragePooling2D and GlobalMaxPooling2D: one value for each channel of an image. */
import * as tf from "@tensorflow/tfjs";
import {
  flag,
  KerasLayer,
  optionsOf,
  type PenalizedLayerOptions,
  type Shape,
} from "./base/keras-layer";
import { largest } from "./base/largest";
import { type DataFormat, dataFormatOf, joinShape, requireImages, splitShape } from "./base/window";

/** Options of {@link GlobalAveragePooling2D} and {@link GlobalMaxPooling2D}. */
export interface GlobalPooling2DOptions extends PenalizedLayerOptions {
  /** Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat | "channels_last" | "channels_first" | null;
  /** Whether height and width stay as axes of size 1. Default false. */
  readonly keepdims?: boolean;
}

/** What both kinds share. */
abstract class GlobalPooling2D extends KerasLayer {
  readonly dataFormat: DataFormat;
  readonly keepdims: boolean;

  constructor(given: GlobalPooling2DOptions) {
    const { dataFormat, keepdims = false, ...options } = optionsOf(given, "GlobalPooling2D");
    super(options);
    this.dataFormat = dataFormatOf(dataFormat);
    this.keepdims = flag(keepdims, "keepdims");
    this.inputSpec = [{ ndim: 4 } as never];
  }

  /** One value for all pixels of each channel, `[batch, 1, 1, channels]` or `[batch, channels, 1, 1]`. */
  protected abstract pool(images: tf.Tensor, axes: [number, number]): tf.Tensor;

  protected override compute(input: tf.Tensor): tf.Tensor {
    requireImages(input.shape, this.name);
    const axes: [number, number] = this.dataFormat === "channelsLast" ? [1, 2] : [2, 3];
    const pooled = this.pool(tf.cast(input, "float32"), axes);
    return this.keepdims ? pooled : tf.squeeze(pooled, axes);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = inputShape as Shape;
    requireImages(shape, this.name);
    const { channels } = splitShape(shape, this.dataFormat);
    const batch = shape[0] ?? null;
    return this.keepdims ? joinShape(batch, [1, 1], channels, this.dataFormat) : [batch, channels];
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { dataFormat: this.dataFormat, keepdims: this.keepdims };
  }
}

/**
 * The mean of all pixels of each channel.
 *
 * Input `[batch, height, width, channels]`, output `[batch, channels]`, float32. The caller owns the result.
 */
export class GlobalAveragePooling2D extends GlobalPooling2D {
  static readonly className = "Flowers>GlobalAveragePooling2D";
  static readonly kerasModule = "keras.layers";

  constructor(options: GlobalPooling2DOptions = {}) {
    super(options);
  }

  protected override pool(images: tf.Tensor, axes: [number, number]): tf.Tensor {
    return tf.mean(images, axes, true);
  }
}

/**
 * The largest of all pixels of each channel. Where several are largest, each has an equal share of the gradient.
 *
 * Input `[batch, height, width, channels]`, output `[batch, channels]`, float32. The caller owns the result.
 */
export class GlobalMaxPooling2D extends GlobalPooling2D {
  static readonly className = "Flowers>GlobalMaxPooling2D";
  static readonly kerasModule = "keras.layers";

  constructor(options: GlobalPooling2DOptions = {}) {
    super(options);
  }

  protected override pool(images: tf.Tensor, axes: [number, number]): tf.Tensor {
    return largest(images, axes);
  }
}

/** Makes a {@link GlobalAveragePooling2D} layer. */
export function globalAveragePooling2d(
  options: GlobalPooling2DOptions = {},
): GlobalAveragePooling2D {
  return new GlobalAveragePooling2D(options);
}

/** Makes a {@link GlobalMaxPooling2D} layer. */
export function globalMaxPooling2d(options: GlobalPooling2DOptions = {}): GlobalMaxPooling2D {
  return new GlobalMaxPooling2D(options);
}

/** Keras's MaxPooling2D and AveragePooling2D: one value for each window of an image. */
import * as tf from "@tensorflow/tfjs";
import { KerasLayer, type LayerOptions, optionsOf, type Shape } from "./base/keras-layer";
import {
  channelsLast,
  type DataFormat,
  dataFormatOf,
  joinShape,
  outputSize,
  paddingOf,
  pair,
  requireImages,
  splitShape,
  type Window,
} from "./base/window";

/** Options of {@link MaxPooling2D} and {@link AveragePooling2D}. */
export interface Pooling2DOptions extends LayerOptions {
  /** Height and width of the window in pixels; one number for both. Default 2. */
  readonly poolSize?: number | readonly [number, number];
  /** How far the window moves at a time. Default: the window's own size. */
  readonly strides?: number | readonly [number, number] | null;
  /** `"same"` lets windows reach past the image's end; what is outside does not count. Default `"valid"`. */
  readonly padding?: "valid" | "same";
  /** Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat | "channels_last" | "channels_first" | null;
}

type Pool = (images: tf.Tensor4D, window: Window) => tf.Tensor4D;

/**
 * Means over windows. Where padding is part of a window, the mean over all its places is corrected by a factor for each row
 * and column: tfjs's own gradient divides by all places, padding or not.
 */
const averages: Pool = (images, { size, strides, padding }) => {
  if (padding === "valid") return tf.avgPool(images, [...size], [...strides], "valid");
  const along = ([0, 1] as const).map((axis) => {
    const length = images.shape[axis + 1] as number;
    const count = Math.ceil(length / strides[axis]);
    const total = Math.max((count - 1) * strides[axis] + size[axis] - length, 0);
    const before = Math.floor(total / 2);
    const factors = Array.from({ length: count }, (_, i) => {
      const start = i * strides[axis] - before;
      const inside = Math.min(start + size[axis], length) - Math.max(start, 0);
      return size[axis] / inside;
    });
    return { padding: [before, total - before] as [number, number], factors };
  });
  const [rows, columns] = along as [(typeof along)[0], (typeof along)[0]];
  const padded = tf.pad(images, [[0, 0], rows.padding, columns.padding, [0, 0]]);
  const means = tf.avgPool(padded as tf.Tensor4D, [...size], [...strides], "valid");
  const byRow = tf.tensor4d(rows.factors, [1, rows.factors.length, 1, 1]);
  const byColumn = tf.tensor4d(columns.factors, [1, 1, columns.factors.length, 1]);
  return tf.mul(tf.mul(means, byRow), byColumn);
};

/** What both kinds share. */
abstract class Pooling2D extends KerasLayer {
  readonly dataFormat: DataFormat;
  readonly #window: Window;

  constructor(given: Pooling2DOptions) {
    const {
      poolSize = 2,
      strides = null,
      padding = "valid",
      dataFormat,
      ...options
    } = optionsOf(given, "Pooling2D");
    super(options);
    const size = pair(poolSize, "poolSize");
    this.#window = {
      size,
      strides: strides === null ? size : pair(strides, "strides"),
      padding: paddingOf(padding),
      dilation: [1, 1],
    };
    this.dataFormat = dataFormatOf(dataFormat);
    this.inputSpec = [{ ndim: 4 } as never];
  }

  protected abstract get pool(): Pool;

  protected override compute(input: tf.Tensor): tf.Tensor {
    this.computeOutputShape(input.shape);
    return channelsLast(tf.cast(input, "float32"), this.dataFormat, (images) =>
      this.pool(images, this.#window),
    );
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = inputShape as Shape;
    requireImages(shape, this.name);
    const { size, channels } = splitShape(shape, this.dataFormat);
    const out = outputSize(size, this.#window, {
      name: this.name,
      inputShape: shape,
      windowName: "poolSize",
    });
    return joinShape(shape[0] ?? null, out, channels, this.dataFormat);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const { size, strides, padding } = this.#window;
    const { dataFormat } = this;
    return { poolSize: [...size], strides: [...strides], padding, dataFormat };
  }
}

/**
 * The largest value of each window.
 *
 * Input and output `[batch, height, width, channels]`, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a size that is not a positive integer or larger than the image
 */
export class MaxPooling2D extends Pooling2D {
  static readonly className = "Flowers>MaxPooling2D";
  static readonly kerasModule = "keras.layers";

  constructor(options: Pooling2DOptions = {}) {
    super(options);
  }

  protected override get pool(): Pool {
    return (images, { size, strides, padding }) =>
      tf.maxPool(images, [...size], [...strides], padding);
  }
}

/**
 * The mean of each window; padding does not count.
 *
 * Input and output `[batch, height, width, channels]`, float32. The caller owns the result.
 *
 * @throws ModelZooError `invalid-argument` for a size that is not a positive integer or larger than the image
 */
export class AveragePooling2D extends Pooling2D {
  static readonly className = "Flowers>AveragePooling2D";
  static readonly kerasModule = "keras.layers";

  constructor(options: Pooling2DOptions = {}) {
    super(options);
  }

  protected override get pool(): Pool {
    return averages;
  }
}

/** Makes a {@link MaxPooling2D} layer: 2 by 2 and not overlapping by default. */
export function maxPooling2d(options: Pooling2DOptions = {}): MaxPooling2D {
  return new MaxPooling2D(options);
}

/** Makes an {@link AveragePooling2D} layer: 2 by 2 and not overlapping by default. */
export function averagePooling2d(options: Pooling2DOptions = {}): AveragePooling2D {
  return new AveragePooling2D(options);
}

/** Keras's UpSampling2D: images made larger by whole factors. */
import * as tf from "@tensorflow/tfjs";
import { resizeImages } from "@flowers/augmentation";
import {
  choice,
  KerasLayer,
  optionsOf,
  type PenalizedLayerOptions,
  type Shape,
} from "./base/keras-layer";
import {
  channelsLast,
  type DataFormat,
  dataFormatOf,
  joinShape,
  type Pair,
  pair,
  requireImages,
  splitShape,
} from "./base/window";

const interpolations = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"] as const;

/** How the new pixels are made. */
export type UpSamplingInterpolation = (typeof interpolations)[number];

/** Options of {@link UpSampling2D}. */
export interface UpSampling2DOptions extends PenalizedLayerOptions {
  /** Factors for height and width; one number for both. Default 2. */
  readonly size?: number | readonly [number, number];
  /** Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat | "channels_last" | "channels_first" | null;
  /** Default `"nearest"`: every pixel is repeated. */
  readonly interpolation?: UpSamplingInterpolation;
}

/** Repeats rows, then columns. In tiles of rank 3, whose gradient tfjs has. */
function repeated(images: tf.Tensor4D, [down, across]: Pair): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const rows = tf.tile(tf.reshape(images, [batch * height, 1, width * channels]), [1, down, 1]);
  const pixels = tf.reshape(rows, [batch * height * down * width, 1, channels]);
  const all = tf.tile(pixels, [1, across, 1]);
  return tf.reshape(all, [batch, height * down, width * across, channels]);
}

/**
 * Makes images larger.
 *
 * Input `[batch, height, width, channels]`, output `[batch, height x size, width x size, channels]`, float32. The caller owns the
 * result.
 *
 * @throws ModelZooError `invalid-argument` for factors that are not positive integers and an unknown interpolation
 */
export class UpSampling2D extends KerasLayer {
  static readonly className = "Flowers>UpSampling2D";
  static readonly kerasModule = "keras.layers";
  readonly size: Pair;
  readonly dataFormat: DataFormat;
  readonly interpolation: UpSamplingInterpolation;

  constructor(given: UpSampling2DOptions = {}) {
    const {
      size = 2,
      dataFormat,
      interpolation = "nearest",
      ...options
    } = optionsOf(given, "UpSampling2D");
    super(options);
    this.size = pair(size, "size");
    this.dataFormat = dataFormatOf(dataFormat);
    this.interpolation = choice(
      typeof interpolation === "string" ? interpolation.toLowerCase() : interpolation,
      "interpolation",
      interpolations,
    );
    this.inputSpec = [{ ndim: 4 } as never];
  }

  protected override compute(input: tf.Tensor): tf.Tensor {
    requireImages(input.shape, this.name);
    const { interpolation, size } = this;
    return channelsLast(tf.cast(input, "float32"), this.dataFormat, (images) => {
      if (interpolation === "nearest") return repeated(images, size);
      const [, height, width] = images.shape;
      return resizeImages(images, [height * size[0], width * size[1]], interpolation);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = inputShape as Shape;
    requireImages(shape, this.name);
    const { size, channels } = splitShape(shape, this.dataFormat);
    const out = size.map((length, axis) =>
      length === null ? null : length * this.size[axis as 0 | 1],
    );
    return joinShape(shape[0] ?? null, out, channels, this.dataFormat);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const { size, dataFormat, interpolation } = this;
    return { size: [...size], dataFormat, interpolation };
  }
}

/** Makes an {@link UpSampling2D} layer: twice as high and wide by default. */
export function upSampling2d(options: UpSampling2DOptions = {}): UpSampling2D {
  return new UpSampling2D(options);
}

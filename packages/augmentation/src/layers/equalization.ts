/** Equalizes histograms: Keras's Equalization. */
import type * as tf from "@tensorflow/tfjs";
import { resolveSize, resolveValueRange, type Range } from "../base/arguments";
import { ImageLayer, type ImageLayerOptions } from "../base/image-layer";
import { equalizeImages } from "../color/equalize";
import { changeRange } from "../color/value-range";

/** Options of {@link Equalization}. */
export interface EqualizationOptions extends ImageLayerOptions {
  /** The range of values. Default `[0, 255]`. */
  readonly valueRange?: Range;
  /** Bins of the histogram. Default 256. */
  readonly bins?: number;
}

/**
 * Equalizes the histogram of each channel, **over the whole batch together** as Keras does, during training; identity
 * otherwise. Draws nothing.
 *
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`; results are whole numbers when
 * `valueRange` is 0..255. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a value range that is not a pair or bins that are not a whole number
 */
export class Equalization extends ImageLayer<null> {
  static readonly className = "Equalization";
  static readonly kerasModule = "keras.layers";
  readonly valueRange: Range;
  readonly bins: number;

  constructor({ valueRange = [0, 255], bins = 256, ...options }: EqualizationOptions = {}) {
    super(options);
    this.valueRange = resolveValueRange(valueRange, { divides: true });
    this.bins = resolveSize(bins, "bins");
  }

  override draw(): null {
    return null;
  }

  protected override get seesWholeBatch(): boolean {
    return true;
  }

  override transformImages(images: tf.Tensor4D): tf.Tensor4D {
    const bytes = changeRange(images, this.valueRange, [0, 255]);
    return changeRange(equalizeImages(bytes, this.bins), [0, 255], this.valueRange);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { bins: this.bins, valueRange: [...this.valueRange] };
  }
}

/** Makes an {@link Equalization} layer. */
export function equalization(options: EqualizationOptions = {}): Equalization {
  return new Equalization(options);
}

/** Stretches each channel over the whole range: Keras's AutoContrast. */
import * as tf from "@tensorflow/tfjs";
import { resolveValueRange, type Range } from "../base/arguments";
import { compare } from "../base/with-gradient";
import { ImageLayer, type ImageLayerOptions } from "../base/image-layer";
import { changeRange } from "../color/value-range";

/** Options of {@link AutoContrast}. */
export interface AutoContrastOptions extends ImageLayerOptions {
  /** The range of values. Default `[0, 255]`. */
  readonly valueRange?: Range;
}

const smallestSpan = 1e-36; // 255 divided by less is infinite in float32

/**
 * Stretches each channel of each image so that it fills `valueRange`, in training and outside. A channel of one single
 * value stays as it is. Draws nothing.
 *
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a value range that is not a pair
 */
export class AutoContrast extends ImageLayer<null> {
  static readonly className = "AutoContrast";
  static readonly kerasModule = "keras.layers";
  readonly valueRange: Range;

  constructor({ valueRange = [0, 255], ...options }: AutoContrastOptions = {}) {
    super(options);
    this.valueRange = resolveValueRange(valueRange, { divides: true });
  }

  protected override get actsOnlyInTraining(): boolean {
    return false;
  }

  override draw(): null {
    return null;
  }

  override transformImages(images: tf.Tensor4D): tf.Tensor4D {
    const bytes = changeRange(images, this.valueRange, [0, 255]);
    const low = tf.min(bytes, [1, 2], true);
    const span = tf.sub(tf.max(bytes, [1, 2], true), low);
    // A channel of one value, or of values too close to be stretched in float32: Keras gives NaN for the latter.
    const flat = compare(tf.less, span, smallestSpan);
    const scale = tf.div(255, tf.where(flat, tf.onesLike(span), span));
    const stretched = tf.clipByValue(
      tf.add(tf.mul(bytes, scale), tf.mul(tf.neg(low), scale)),
      0,
      255,
    );
    const result = changeRange(stretched as tf.Tensor4D, [0, 255], this.valueRange);
    return tf.where(tf.broadcastTo(flat, images.shape), images, result);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { valueRange: [...this.valueRange] };
  }
}

/** Makes an {@link AutoContrast} layer. */
export function autoContrast(options: AutoContrastOptions = {}): AutoContrast {
  return new AutoContrast(options);
}

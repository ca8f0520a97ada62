/** Cuts the middle out of images: Keras's CenterCrop. */
import type * as tf from "@tensorflow/tfjs";
import { resolveSize } from "../base/arguments";
import { ImageLayer, type ImageLayerOptions } from "../base/image-layer";
import { aspectBox, cutImages, resizeImages } from "../resize/resize-images";

/** Options of {@link CenterCrop}. */
export interface CenterCropOptions extends ImageLayerOptions {
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
}

/**
 * Cuts the centred part of a given size out of images, in training and outside. Images that are too small are cut to the
 * target's aspect ratio and resized, bilinearly.
 *
 * Input `[batch, height, width, channels]` or `[height, width, channels]`, any value range; output the same with the new
 * height and width. Draws nothing. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a size that is not a whole number
 */
export class CenterCrop extends ImageLayer<null> {
  static readonly className = "Flowers>CenterCrop"; // tfjs has a CenterCrop of its own
  static readonly kerasModule = "keras.layers";
  readonly height: number;
  readonly width: number;

  constructor({ height, width, ...options }: CenterCropOptions) {
    super(options);
    this.height = resolveSize(height, "height");
    this.width = resolveSize(width, "width");
  }

  protected override get actsOnlyInTraining(): boolean {
    return false;
  }

  protected override outputSize(): readonly [number, number] {
    return [this.height, this.width];
  }

  override draw(): null {
    return null;
  }

  override transformImages(images: tf.Tensor4D): tf.Tensor4D {
    const target = [this.height, this.width] as const;
    const [, height, width] = images.shape;
    if (height >= this.height && width >= this.width) {
      const top = Math.floor((height - this.height) / 2);
      return cutImages(images, top, Math.floor((width - this.width) / 2), target);
    }
    const { top, left, size } = aspectBox([height, width], target);
    return resizeImages(cutImages(images, top, left, size), target, "bilinear");
  }

  override transformMasks(masks: tf.Tensor4D): tf.Tensor4D {
    return this.transformImages(masks);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { height: this.height, width: this.width };
  }
}

/** Makes a {@link CenterCrop} layer. */
export function centerCrop(options: CenterCropOptions): CenterCrop {
  return new CenterCrop(options);
}

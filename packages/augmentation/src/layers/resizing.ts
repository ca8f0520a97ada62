/** Resizes images: Keras's Resizing. */
import type * as tf from "@tensorflow/tfjs";
import { AugmentationError } from "../errors";
import { resolveChoice, resolveFlag, resolveNumber, resolveSize } from "../base/arguments";
import { ImageLayer, type ImageLayerOptions } from "../base/image-layer";
import { aspectBox, cutImages, padToAspect, resizeImages } from "../resize/resize-images";
import { resizeMethods, type ResizeMethod } from "../resize/axis-weights";

/** Options of {@link Resizing}. */
export interface ResizingOptions extends ImageLayerOptions {
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
  /** Default `"bilinear"`. */
  readonly interpolation?: ResizeMethod;
  /** Cut the centred part with the target's aspect ratio first. Default false. */
  readonly cropToAspectRatio?: boolean;
  /** Pad to the target's aspect ratio first. Default false. */
  readonly padToAspectRatio?: boolean;
  /** How to pad; `"constant"` is the only way, as in Keras. */
  readonly fillMode?: "constant";
  /** What is padded with. Default 0. */
  readonly fillValue?: number;
  /** Widen the kernel when shrinking. Default false, as in Keras. */
  readonly antialias?: boolean;
}

/**
 * Resizes images with half-pixel centres, in training and outside.
 *
 * Input `[batch, height, width, channels]` or `[height, width, channels]`, any dtype and value range; output the same with
 * the new height and width, float32 (Keras keeps whole-number dtypes). Bicubic and Lanczos may overshoot the range.
 * Draws nothing. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a size that is not a whole number or for both aspect-ratio options,
 * `unknown-choice` for an unknown interpolation or fill mode
 */
export class Resizing extends ImageLayer<null> {
  static readonly className = "Flowers>Resizing"; // tfjs has a Resizing of its own
  static readonly kerasModule = "keras.layers";
  readonly height: number;
  readonly width: number;
  readonly interpolation: ResizeMethod;
  readonly cropToAspectRatio: boolean;
  readonly padToAspectRatio: boolean;
  readonly fillMode: "constant";
  readonly fillValue: number;
  readonly antialias: boolean;

  constructor({
    height,
    width,
    interpolation = "bilinear",
    cropToAspectRatio = false,
    padToAspectRatio = false,
    fillMode = "constant",
    fillValue = 0,
    antialias = false,
    ...options
  }: ResizingOptions) {
    super(options);
    this.height = resolveSize(height, "height");
    this.width = resolveSize(width, "width");
    this.interpolation = resolveChoice(interpolation, "interpolation", resizeMethods);
    this.fillMode = resolveChoice(fillMode, "fillMode", ["constant"] as const);
    if (cropToAspectRatio && padToAspectRatio) {
      throw new AugmentationError(
        "invalid-argument",
        "Only one of `padToAspectRatio` & `cropToAspectRatio` can be `true`. Received: true and true.",
      );
    }
    this.cropToAspectRatio = resolveFlag(cropToAspectRatio, "cropToAspectRatio");
    this.padToAspectRatio = resolveFlag(padToAspectRatio, "padToAspectRatio");
    this.fillValue = resolveNumber(fillValue, "fillValue");
    this.antialias = resolveFlag(antialias, "antialias");
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
    return this.#resize(images, this.interpolation);
  }

  override transformMasks(masks: tf.Tensor4D): tf.Tensor4D {
    return this.#resize(masks, "nearest");
  }

  #resize(images: tf.Tensor4D, method: ResizeMethod): tf.Tensor4D {
    const target = [this.height, this.width] as const;
    let prepared = images;
    if (this.cropToAspectRatio) {
      const { top, left, size } = aspectBox([images.shape[1], images.shape[2]], target);
      prepared = cutImages(images, top, left, size);
    } else if (this.padToAspectRatio) {
      prepared = padToAspect(images, target, this.fillValue);
    }
    return resizeImages(prepared, target, method, this.antialias);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    const {
      height,
      width,
      interpolation,
      cropToAspectRatio,
      padToAspectRatio,
      fillMode,
      fillValue,
      antialias,
    } = this;
    return {
      height,
      width,
      interpolation,
      cropToAspectRatio,
      padToAspectRatio,
      fillMode,
      fillValue,
      antialias,
    };
  }
}

/** Makes a {@link Resizing} layer. */
export function resizing(options: ResizingOptions): Resizing {
  return new Resizing(options);
}

/** Cuts a random part out of images: Keras's RandomCrop. */
import type * as tf from "@tensorflow/tfjs";
import { globalRandom, uniform } from "@flowers/random";
import { resolveSize } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { aspectBox, cutImages, resizeImages } from "../resize/resize-images";

/** Options of {@link RandomCrop}. */
export interface RandomCropOptions extends RandomLayerOptions {
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
}

/** Where a crop starts, in pixels. */
export interface CropStart {
  readonly top: number;
  readonly left: number;
}

/**
 * Cuts a part of a given size out of images during training, at one random place for the whole batch.
 *
 * **Outside training images keep their full size**, as in Keras, although `computeOutputShape` promises the crop's: put a
 * `CenterCrop` or `Resizing` where a model needs one size. Draws: the top, then the left edge, if the image is larger in
 * both directions; otherwise none: the part around the centre is taken, and resized bilinearly where it is too small.
 * Input `[batch, height, width, channels]` or `[height, width, channels]`, any value range. Deterministic for a given
 * seed and order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a size that is not a whole number
 */
export class RandomCrop extends RandomLayer<CropStart> {
  static readonly className = "RandomCrop";
  static readonly kerasModule = "keras.layers";
  readonly height: number;
  readonly width: number;
  /** The seed in the config: the given one, else one drawn from Keras's global stream before the layer's own. */
  readonly #savedSeed: number;

  constructor({ height, width, seed = null, ...options }: RandomCropOptions) {
    const savedSeed = seed ?? globalRandom.python.randint(1, 1e9);
    super({ ...options, seed });
    this.#savedSeed = savedSeed;
    this.height = resolveSize(height, "height");
    this.width = resolveSize(width, "width");
  }

  protected override outputSize(): readonly [number, number] {
    return [this.height, this.width];
  }

  override draw({ height, width }: ImageShape, seeds: SeedSource): CropStart {
    if (height > this.height && width > this.width) {
      const start = (range: number): number =>
        Math.trunc(uniform(1, { seed: seeds.next(), maxval: range })[0] as number);
      const top = start(height - this.height + 1);
      return { top, left: start(width - this.width + 1) };
    }
    return aspectBox([height, width], [this.height, this.width]);
  }

  override transformImages(images: tf.Tensor4D, { top, left }: CropStart): tf.Tensor4D {
    const [, height, width] = images.shape;
    const cut = cutImages(images, top, left, [
      Math.min(this.height, height - top),
      Math.min(this.width, width - left),
    ]);
    return resizeImages(cut, [this.height, this.width], "bilinear");
  }

  override transformMasks(masks: tf.Tensor4D, start: CropStart): tf.Tensor4D {
    return this.transformImages(masks, start);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { height: this.height, width: this.width, seed: this.#savedSeed };
  }
}

/** Makes a {@link RandomCrop} layer. */
export function randomCrop(options: RandomCropOptions): RandomCrop {
  return new RandomCrop(options);
}

/** Blends images with each other: Keras's MixUp. */
import * as tf from "@tensorflow/tfjs";
import { beta, shuffle } from "@flowers/random";
import { resolveNumber } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { mixLabels } from "../base/mix-labels";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { perImage } from "../color/per-image";

/** Options of {@link MixUp}. */
export interface MixUpOptions extends RandomLayerOptions {
  /** The shape of the beta distribution of weights; above 0, small values blend less. Default 0.2. */
  readonly alpha?: number;
}

/** What {@link MixUp} draws for a batch. */
export interface Mixture {
  readonly order: Int32Array;
  readonly weights: Float32Array;
}

/**
 * Blends each image of a batch with another one during training: `w x + (1 - w) x[order]`; identity otherwise. Labels,
 * passed with `applyToBatch`, are blended alike.
 *
 * Draws: the order, a permutation of the batch; then w, beta(alpha, alpha), one per image. Outside training Keras's layer
 * draws too, and so does this one: two seed pairs.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`, any value range; labels
 * `[batch, classes]`. Deterministic for a given seed and order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` unless alpha is above 0, `invalid-input` for labels of another rank
 *
 * @example
 * ```ts
 * const { images, labels } = mixUp({ seed: 1 }).applyToBatch({ images: xs, labels: tf.oneHot(ys, 5) });
 * ```
 */
export class MixUp extends RandomLayer<Mixture> {
  static readonly className = "MixUp";
  static readonly kerasModule = "keras.layers";
  readonly alpha: number;

  constructor({ alpha = 0.2, ...options }: MixUpOptions = {}) {
    super(options);
    this.alpha = resolveNumber(alpha, "alpha", { positive: true });
  }

  protected override get idleDraws(): number {
    return 2;
  }

  override draw({ batch }: ImageShape, seeds: SeedSource): Mixture {
    const order = shuffle(batch, { seed: seeds.next() });
    return {
      order,
      weights: beta(batch, { seed: seeds.next(), alpha: this.alpha, beta: this.alpha }),
    };
  }

  protected override get seesWholeBatch(): boolean {
    return true;
  }

  override transformImages(images: tf.Tensor4D, { order, weights }: Mixture): tf.Tensor4D {
    const others = tf.gather(images, tf.tensor1d(order, "int32"));
    const own = perImage(weights);
    return tf.add(tf.mul(own, images), tf.mul(tf.sub(1, own), others));
  }

  override transformLabels(labels: tf.Tensor, { order, weights }: Mixture): tf.Tensor {
    return mixLabels(labels, weights, order);
  }

  override transformMasks(masks: tf.Tensor4D, mixture: Mixture): tf.Tensor4D {
    return this.transformImages(masks, mixture);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { alpha: this.alpha, seed: this.seed };
  }
}

/** Makes a {@link MixUp} layer. */
export function mixUp(options: MixUpOptions = {}): MixUp {
  return new MixUp(options);
}

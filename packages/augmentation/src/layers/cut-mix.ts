/** Pastes boxes of images into each other: Keras's CutMix. */
import * as tf from "@tensorflow/tfjs";
import { beta, shuffle, uniform } from "@flowers/random";
import { AugmentationError } from "../errors";
import { resolveGivenFactor, type Factor, type Range } from "../base/arguments";
import type { ImageShape, SeedSource } from "../base/image-layer";
import { mixLabels } from "../base/mix-labels";
import { RandomLayer, type RandomLayerOptions } from "../base/random-layer";
import { boxMask, drawSpans, type Spans } from "../geometry/boxes";

/** Options of {@link CutMix}. */
export interface CutMixOptions extends RandomLayerOptions {
  /** In 0..1: the range that the shape of the beta distribution is drawn from; a number f means 0..f. Default 1. */
  readonly factor?: Factor;
}

/** What {@link CutMix} draws for a batch. */
export interface Cuts {
  readonly order: Int32Array;
  /** The share of its own label that each image keeps. */
  readonly weights: Float32Array;
  readonly x: Spans;
  readonly y: Spans;
}

/**
 * Pastes a random box of another image of the batch into each image during training; identity otherwise. Labels, passed
 * with `applyToBatch`, are blended by area. A single image of rank 3 stays as it is.
 *
 * Draws: alpha for the whole batch, uniform in `factor`, plus 1e-6; the weight per image, beta(alpha, alpha); the left,
 * then the upper edge of the box, whose sides are `sqrt(1 - weight)` of the image's; the order, a permutation.
 * Input and output: `[batch, height, width, channels]` or `[height, width, channels]`, any value range; labels
 * `[batch, classes]`. Deterministic for a given seed and order of calls. The caller owns the result.
 *
 * @throws AugmentationError `invalid-argument` for a factor out of range, `invalid-input` for labels of another rank
 */
export class CutMix extends RandomLayer<Cuts | null> {
  static readonly className = "CutMix";
  static readonly kerasModule = "keras.layers";
  readonly factor: Range;

  constructor({ factor = 1, ...options }: CutMixOptions = {}) {
    super(options);
    this.factor = resolveGivenFactor(factor, [0, 1]);
    if (this.factor[0] < 0) {
      // Keras takes such a pair, draws NaN from the beta distribution and pastes nothing.
      throw new AugmentationError(
        "invalid-argument",
        `The \`factor\` argument should have no number below 0. Received: factor=[${this.factor.join(", ")}]`,
      );
    }
  }

  override draw({ batch, height, width, single }: ImageShape, seeds: SeedSource): Cuts | null {
    if (single) return null;
    const f = Math.fround;
    const [minval, maxval] = this.factor;
    const alpha = f((uniform(1, { seed: seeds.next(), minval, maxval })[0] as number) + f(1e-6));
    const drawn = beta(batch, { seed: seeds.next(), alpha, beta: alpha });
    const shares = drawn.map((weight) => Math.sqrt(f(1 - weight)));
    const x = drawSpans(shares, width, seeds);
    const y = drawSpans(shares, height, seeds);
    const weights = shares.map((_, image) => {
      const area = f(
        f((x.end[image] as number) - (x.start[image] as number)) *
          f((y.end[image] as number) - (y.start[image] as number)),
      );
      return 1 - f(area / (width * height));
    });
    return { order: shuffle(batch, { seed: seeds.next() }), weights, x, y };
  }

  protected override get seesWholeBatch(): boolean {
    return true;
  }

  override transformImages(images: tf.Tensor4D, cuts: Cuts | null): tf.Tensor4D {
    if (cuts === null) return images.clone();
    return tf.where(
      boxMask(cuts, images.shape),
      tf.gather(images, tf.tensor1d(cuts.order, "int32")),
      images,
    );
  }

  override transformLabels(labels: tf.Tensor, cuts: Cuts | null): tf.Tensor {
    return cuts === null ? labels.clone() : mixLabels(labels, cuts.weights, cuts.order);
  }

  override transformMasks(masks: tf.Tensor4D, cuts: Cuts | null): tf.Tensor4D {
    return this.transformImages(masks, cuts);
  }

  protected override ownConfig(): tf.serialization.ConfigDict {
    return { factor: [...this.factor], seed: this.seed };
  }
}

/** Makes a {@link CutMix} layer. */
export function cutMix(options: CutMixOptions = {}): CutMix {
  return new CutMix(options);
}

/** Validation photos for a head: as features that training has kept, beside the photos for whoever wants to see one. */
import type { ImageDataset } from "@flowers/dataset";
import type { PlotImage } from "@flowers/plot";
import { extractFeatures } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import type { LabelledBatches } from "../../tutorial/judge";
import { pixelsOf } from "../../tutorial/pixels";

/** What a head is judged on, in place of a network on photos: nothing runs twice. */
export class KnownFeatures {
  readonly #photos: ImageDataset;
  readonly #base: tf.LayersModel;
  readonly #cache: string;
  #latest: tf.Tensor4D | undefined;

  /** @param cache where the features of the photos were kept */
  constructor(photos: ImageDataset, base: tf.LayersModel, cache: string) {
    this.#photos = photos;
    this.#base = base;
    this.#cache = cache;
  }

  /** Whoever takes a batch disposes it. */
  async *batches(): LabelledBatches {
    const photos = this.#photos as AsyncIterable<{ xs: tf.Tensor4D; ys: tf.Tensor }>;
    for await (const { xs, ys } of photos) {
      this.#latest = xs;
      try {
        const features = await extractFeatures({ xs, ys }, this.#base, { cache: this.#cache });
        yield { xs: features.xs, ys: features.ys as tf.Tensor };
      } finally {
        xs.dispose();
        ys.dispose();
      }
    }
  }

  /** The photo of a row of the latest batch. */
  pictureOf(index: number): Promise<PlotImage> {
    if (!this.#latest) throw new Error("unreachable: a picture of a batch that was not taken");
    return pixelsOf(this.#latest, index);
  }
}

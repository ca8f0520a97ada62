/** The layer of "How to write a new layer": shown in the page as it stands, from the first import on. */

import { RandomLayer, type ImageShape, type SeedSource } from "@flowers/augmentation";
import { uniform } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";

/** Gives each image of 0..255 a random tint. Draw: per image three uniforms in 0.6..1.4, one per channel. */
export class RandomTint extends RandomLayer<Float32Array> {
  static readonly className = "RandomTint";

  override draw({ batch }: ImageShape, seeds: SeedSource): Float32Array {
    return uniform(batch * 3, { seed: seeds.next(), minval: 0.6, maxval: 1.4 });
  }
  override transformImages(images: tf.Tensor4D, tints: Float32Array): tf.Tensor4D {
    const tint = tf.tensor4d(tints, [images.shape[0], 1, 1, 3]);
    return tf.clipByValue(tf.mul<tf.Tensor4D>(images, tint), 0, 255);
  }
  protected override ownConfig(): tf.serialization.ConfigDict {
    return { seed: this.seed };
  }
}

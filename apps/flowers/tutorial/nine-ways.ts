/** One picture as augmentation layers give it, nine times: what the tutorial shows before it trains with them. */
import type { PlotImage } from "@flowers/plot";
import * as tf from "@tensorflow/tfjs";
import { pixelsOf } from "./pixels";

/** The picture through the layers in training, one after the other; nine draws of their seeds. Keeps no tensor. */
export async function nineWays(
  { data, width, height, channels }: PlotImage,
  layers: readonly tf.layers.Layer[],
): Promise<PlotImage[]> {
  const images: PlotImage[] = [];
  for (let i = 0; i < 9; i++) {
    const augmented = tf.tidy(() =>
      layers.reduce<tf.Tensor>(
        (image, layer) => layer.apply(image, { training: true }) as tf.Tensor,
        tf.tensor4d(Float32Array.from(data), [1, height, width, channels]),
      ),
    ) as tf.Tensor4D;
    images.push(await pixelsOf(augmented, 0));
    augmented.dispose();
  }
  return images;
}

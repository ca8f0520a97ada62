/** Pictures between tensors and bytes. */
import type { PlotImage } from "@flowers/plot";
import * as tf from "@tensorflow/tfjs";

/** Values 0 to 255 as bytes: rounded, and cut to that range. */
export function toBytes(values: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(values, (v) => Math.max(0, Math.min(255, Math.round(v))));
}

/** One image of a batch as bytes on the host. Keeps no tensor. */
export async function pixelsOf(xs: tf.Tensor4D, index: number): Promise<PlotImage> {
  const [, height, width, channels] = xs.shape;
  const slice = tf.slice(xs, [index, 0, 0, 0], [1, height, width, channels]);
  const values = await slice.data();
  slice.dispose();
  return { data: toBytes(values), width, height, channels };
}

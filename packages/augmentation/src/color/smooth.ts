/** Depthwise filtering with zero padding, the same small kernel for every channel. */
import * as tf from "@tensorflow/tfjs";

/** Filters `[batch, height, width, channels]` images; `kernel` is `[rows * columns]`, odd sizes, row-major. */
export function filterImages(
  images: tf.Tensor4D,
  kernel: readonly number[],
  rows: number,
  columns: number,
): tf.Tensor4D {
  const channels = images.shape[3];
  const repeated = Float32Array.from(
    { length: kernel.length * channels },
    (_, i) => kernel[Math.floor(i / channels)] as number,
  );
  return tf.depthwiseConv2d(images, tf.tensor4d(repeated, [rows, columns, channels, 1]), 1, "same");
}

/** Convolutions with gradients for every argument of Keras's: dilated ones and groups, which stock tfjs cannot train. */
import * as tf from "@tensorflow/tfjs";
import type { Pair, Window } from "./window";

/** A convolution with strides and a padding, dilation aside. */
type Plain = (images: tf.Tensor4D, padding: "valid" | "same") => tf.Tensor4D;

/**
 * A dilated convolution as plain ones: every dilation-th pixel forms an image of its own (space to batch), each is convolved,
 * and the results are put back in place. The same products and sums as by definition, and every step has a gradient.
 */
export function dilated(
  images: tf.Tensor4D,
  { size, dilation, padding }: Window,
  plain: Plain,
): tf.Tensor4D {
  if (dilation[0] === 1 && dilation[1] === 1) return plain(images, padding);
  const along = ([0, 1] as const).map((axis) => {
    const total = padding === "same" ? (size[axis] - 1) * dilation[axis] : 0;
    const before = Math.floor(total / 2);
    const length = (images.shape[axis + 1] as number) + total;
    const extra = (dilation[axis] - (length % dilation[axis])) % dilation[axis];
    return { before, after: total - before + extra, extra };
  });
  const apart = tf.spaceToBatchND(
    images,
    [...dilation],
    along.map(({ before, after }) => [before, after]),
  );
  const together = tf.batchToSpaceND(
    plain(apart, "valid"),
    [...dilation],
    along.map(({ extra }) => [0, extra]),
  );
  return together;
}

/** Convolves each group of channels with its share of the filters. */
export function grouped(
  images: tf.Tensor4D,
  kernel: tf.Tensor4D,
  groups: number,
  convolve: (images: tf.Tensor4D, kernel: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  if (groups === 1) return convolve(images, kernel);
  const kernels = tf.split(kernel, groups, 3);
  const results = tf
    .split(images, groups, 3)
    .map((share, i) => convolve(share as tf.Tensor4D, kernels[i] as tf.Tensor4D));
  return tf.concat(results, 3);
}

/** Every stride-th pixel, as a pooling of single pixels: exact, and with a gradient, which tfjs's strided slice lacks. */
function subsampled(images: tf.Tensor4D, strides: Pair): tf.Tensor4D {
  return tf.avgPool(images, 1, [...strides], "valid");
}

/**
 * Convolves each channel by itself, with any strides and dilation. Where TensorFlow's operation has no such strides (two of
 * different length, or with dilation), the convolution is done with stride 1 on the padded image and its pixels are picked.
 */
export function depthwise(images: tf.Tensor4D, kernel: tf.Tensor4D, window: Window): tf.Tensor4D {
  const { strides, dilation } = window;
  const [down, across] = strides;
  const plain = (x: tf.Tensor4D, pad: "valid" | "same", stride = 1): tf.Tensor4D =>
    tf.depthwiseConv2d(x, kernel, stride, pad);
  if (down === across && Math.max(...dilation) === 1) return plain(images, window.padding, down);
  if (down === 1 && across === 1) return dilated(images, window, plain);
  const padded = window.padding === "same" ? paddedForStrides(images, window) : images;
  return subsampled(dilated(padded, { ...window, padding: "valid" }, plain), strides);
}

/** The zeros around an image that `"same"` means for these strides. */
function paddedForStrides(images: tf.Tensor4D, { size, strides, dilation }: Window): tf.Tensor4D {
  const [rows, columns] = ([0, 1] as const).map((axis): [number, number] => {
    const length = images.shape[axis + 1] as number;
    const reach = (size[axis] - 1) * dilation[axis] + 1;
    const total = Math.max(
      (Math.ceil(length / strides[axis]) - 1) * strides[axis] + reach - length,
      0,
    );
    const before = Math.floor(total / 2);
    return [before, total - before];
  }) as [[number, number], [number, number]];
  return tf.pad(images, [[0, 0], rows, columns, [0, 0]]) as tf.Tensor4D;
}

/** TensorFlow's image resizing from stock ops, the same on every backend (docs/keras-semantics.md, 1.7 and 1.8). */
import * as tf from "@tensorflow/tfjs";
import { resolveChoice, resolveSize, show } from "../base/arguments";
import { requireImages } from "../base/tensors";
import { AugmentationError } from "../errors";
import {
  axisWeights,
  linearTaps,
  nearestTaps,
  type ResizeMethod,
  resizeMethods,
} from "./axis-weights";

/** `[height, width]` in pixels. */
export type Size = readonly [number, number];

function gatherLinear(images: tf.Tensor4D, axis: 1 | 2, outputSize: number): tf.Tensor4D {
  const { low, high, share } = linearTaps(images.shape[axis], outputSize);
  const first = tf.gather(images, tf.tensor1d(low, "int32"), axis);
  const second = tf.gather(images, tf.tensor1d(high, "int32"), axis);
  const weights = tf.tensor4d(share, axis === 1 ? [1, outputSize, 1, 1] : [1, 1, outputSize, 1]);
  return tf.add(first, tf.mul(tf.sub(second, first), weights));
}

/** Multiplies along one axis by a matrix of weights, `[outputSize, inputSize]`. */
function weigh(
  images: tf.Tensor4D,
  axis: 1 | 2,
  weights: Float32Array,
  outputSize: number,
): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const matrix = tf.tensor2d(weights, [outputSize, images.shape[axis]]);
  if (axis === 1) {
    const rows = tf.reshape(tf.transpose(images, [1, 0, 2, 3]), [height, batch * width * channels]);
    const product = tf.reshape(tf.matMul(matrix, rows), [outputSize, batch, width, channels]);
    return tf.transpose<tf.Tensor4D>(product as tf.Tensor4D, [1, 0, 2, 3]);
  }
  const columns = tf.reshape(tf.transpose(images, [2, 0, 1, 3]), [
    width,
    batch * height * channels,
  ]);
  const product = tf.reshape(tf.matMul(matrix, columns), [outputSize, batch, height, channels]);
  return tf.transpose<tf.Tensor4D>(product as tf.Tensor4D, [1, 2, 0, 3]);
}

/**
 * Resizes float32 images, with half-pixel centres.
 *
 * @param images - `[batch, height, width, channels]`; not disposed
 * @returns a new tensor `[batch, ...size, channels]`, owned by the caller
 */
export function resizeImages(
  images: tf.Tensor4D,
  size: Size,
  method: ResizeMethod,
  antialias = false,
): tf.Tensor4D {
  requireImages("resizeImages", images);
  if (!Array.isArray(size) || size.length !== 2) {
    throw new AugmentationError(
      "invalid-argument",
      `resizeImages: expected a size as [height, width]. Received: ${show(size)}`,
    );
  }
  const [height, width] = size.map((each, i) =>
    resolveSize(each as number, i === 0 ? "height" : "width"),
  ) as [number, number];
  resolveChoice(method, "method", resizeMethods);
  return tf.tidy(() => {
    const [, inputHeight, inputWidth] = images.shape;
    const same = inputHeight === height && inputWidth === width;
    if (method === "nearest") {
      const rows = tf.gather(images, tf.tensor1d(nearestTaps(inputHeight, height), "int32"), 1);
      return tf.gather(rows, tf.tensor1d(nearestTaps(inputWidth, width), "int32"), 2);
    }
    if (method === "bilinear" && !antialias) {
      if (same) return images.clone();
      return gatherLinear(gatherLinear(images, 2, width), 1, height);
    }
    const rows = weigh(images, 1, axisWeights(method, inputHeight, height, antialias), height);
    return weigh(rows, 2, axisWeights(method, inputWidth, width, antialias), width);
  });
}

/** Cuts `[height, width]` pixels from the images, starting at `top`, `left`. */
export function cutImages(
  images: tf.Tensor4D,
  top: number,
  left: number,
  [height, width]: Size,
): tf.Tensor4D {
  const [batch, , , channels] = images.shape;
  return tf.slice(images, [0, top, left, 0], [batch, height, width, channels]);
}

/** The largest centred part with the aspect ratio of `target`: its start and size in pixels. */
export function aspectBox(
  [height, width]: Size,
  [targetHeight, targetWidth]: Size,
): {
  readonly top: number;
  readonly left: number;
  readonly size: Size;
} {
  const fit = (size: number, wanted: number): number =>
    Math.max(Math.min(size, Math.trunc(wanted)), 1);
  const boxHeight = fit(height, Math.fround(Math.fround(width * targetHeight) / targetWidth));
  const boxWidth = fit(width, Math.fround(Math.fround(height * targetWidth) / targetHeight));
  return {
    top: Math.trunc((height - boxHeight) / 2),
    left: Math.trunc((width - boxWidth) / 2),
    size: [boxHeight, boxWidth],
  };
}

/** Pads with `fillValue`, evenly on both sides, towards the aspect ratio of `target`; an odd pixel is lost, as in Keras. */
export function padToAspect(
  images: tf.Tensor4D,
  [targetHeight, targetWidth]: Size,
  fillValue: number,
): tf.Tensor4D {
  const [, height, width] = images.shape;
  const wantedHeight = Math.trunc(Math.fround(Math.fround(width * targetHeight) / targetWidth));
  const wantedWidth = Math.trunc(Math.fround(Math.fround(height * targetWidth) / targetHeight));
  const vertical = Math.trunc((Math.max(height, wantedHeight) - height) / 2);
  const horizontal = Math.trunc((Math.max(width, wantedWidth) - width) / 2);
  return tf.pad(
    images,
    [
      [0, 0],
      [vertical, vertical],
      [horizontal, horizontal],
      [0, 0],
    ],
    fillValue,
  );
}

/** TensorFlow's colour conversions, from stock ops: RGB to gray, to HSV and back. */
import * as tf from "@tensorflow/tfjs";
import { compare } from "../base/with-gradient";
import { AugmentationError } from "../errors";

/** Throws unless the images have 3 channels; `layerName` names the layer that needs them. */
export function requireRgb(images: tf.Tensor4D, layerName: string): void {
  if (images.shape[3] === 3) return;
  throw new AugmentationError(
    "invalid-input",
    `${layerName}: expected images with 3 channels (RGB). Received: images.shape=[${images.shape.join(", ")}]`,
  );
}

/** `0.2989 R + 0.587 G + 0.114 B` as one channel; one-channel images as they are. */
export function toGrayscale(images: tf.Tensor4D, layerName: string): tf.Tensor4D {
  if (images.shape[3] === 1) return images;
  requireRgb(images, layerName);
  return tf.sum(tf.mul(images, [0.2989, 0.587, 0.114]), 3, true);
}

/** Hue, saturation and value as three `[batch, height, width, 1]` tensors; hue in 0..1, value in the input's range. */
export function toHsv(images: tf.Tensor4D): {
  hue: tf.Tensor4D;
  saturation: tf.Tensor4D;
  value: tf.Tensor4D;
} {
  const [r, g, b] = tf.split(images, 3, 3) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
  const value = tf.maximum(tf.maximum(r, g), b);
  const range = tf.sub(value, tf.minimum(tf.minimum(r, g), b));
  const zero = tf.zerosLike(value);
  const one = tf.onesLike(value);
  const lit = compare(tf.greater, value, zero);
  const saturation = tf.where(lit, tf.div(range, tf.where(lit, value, one)), zero);
  const colored = compare(tf.greater, range, zero);
  const sixth = tf.div(one, tf.mul(tf.where(colored, range, one), 6));
  const fromRed = tf.mul(tf.sub(g, b), sixth);
  const fromGreen = tf.add(tf.mul(tf.sub(b, r), sixth), 2 / 6);
  const fromBlue = tf.add(tf.mul(tf.sub(r, g), sixth), 4 / 6);
  const angle = tf.where(
    compare(tf.equal, r, value),
    fromRed,
    tf.where(compare(tf.equal, g, value), fromGreen, fromBlue),
  );
  const turned = tf.where(compare(tf.less, angle, zero), tf.add(angle, 1), angle);
  return {
    hue: tf.where(colored, turned, zero) as tf.Tensor4D,
    saturation: saturation as tf.Tensor4D,
    value: value as tf.Tensor4D,
  };
}

/** RGB from hue (0..1), saturation and value. */
export function fromHsv(
  hue: tf.Tensor4D,
  saturation: tf.Tensor4D,
  value: tf.Tensor4D,
): tf.Tensor4D {
  const sixfold = tf.mul(hue, 6);
  const red = tf.clipByValue(tf.sub(tf.abs(tf.sub(sixfold, 3)), 1), 0, 1);
  const green = tf.clipByValue(tf.sub(2, tf.abs(tf.sub(sixfold, 2))), 0, 1);
  const blue = tf.clipByValue(tf.sub(2, tf.abs(tf.sub(sixfold, 4))), 0, 1);
  const white = tf.sub(1, saturation);
  const mix = (channel: tf.Tensor): tf.Tensor4D =>
    tf.mul(tf.add(white, tf.mul(saturation, channel)), value);
  return tf.concat([mix(red), mix(green), mix(blue)], 3);
}

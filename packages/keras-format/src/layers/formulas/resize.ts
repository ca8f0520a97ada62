/**
 * TensorFlow's resizing with half-pixel centers. tfjs's gradients of it know neither those centers nor, on cpu, images that are
 * wider than tall, so they are taken here: resizing is a product with a matrix along each axis.
 */
import * as tf from "@tensorflow/tfjs";

/** A part of an image: where it begins, and its height and width. */
export interface Box {
  readonly begin: readonly [number, number];
  readonly size: readonly [number, number];
}

/** The middle of an image that has the proportions of a size: what Keras keeps before it resizes with `crop_to_aspect_ratio`. */
export function proportionalBox(
  [rows, columns]: readonly [number, number],
  [height, width]: readonly [number, number],
): Box {
  const kept = (length: number, other: number, to: number, otherTo: number): number =>
    Math.max(1, Math.min(length, Math.trunc(Math.fround((other * to) / otherTo))));
  const size = [kept(rows, columns, height, width), kept(columns, rows, width, height)] as const;
  return { begin: [Math.trunc((rows - size[0]) / 2), Math.trunc((columns - size[1]) / 2)], size };
}

/** The middle of an image of at least that size. */
export const middleBox = (
  [rows, columns]: readonly [number, number],
  [height, width]: readonly [number, number],
): Box => ({
  begin: [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2)],
  size: [height, width],
});

/** `[size, length]`: what each entry of a resized axis takes of those before. */
export function resizeMatrix(length: number, size: number, interpolation: string): Float32Array {
  const values = new Float32Array(size * length);
  const scale = Math.fround(length / size);
  for (let out = 0; out < size; out++) {
    const center = Math.fround(Math.fround(out + 0.5) * scale);
    const add = (at: number, share: number): void => {
      const place = out * length + Math.min(length - 1, Math.max(0, at));
      values[place] = (values[place] ?? NaN) + share;
    };
    if (interpolation === "nearest") add(Math.floor(center), 1);
    else {
      const from = Math.floor(center - 0.5);
      const share = center - 0.5 - from;
      add(from, 1 - share);
      add(from + 1, share);
    }
  }
  return values;
}

const matrix = (length: number, size: number, interpolation: string): tf.Tensor3D =>
  tf.tensor3d(resizeMatrix(length, size, interpolation), [1, size, length]);

/** The gradient for `[batch, height, width, channels]`, of the resized images'. */
function backward(dy: tf.Tensor, [, rows, columns]: number[], interpolation: string): tf.Tensor {
  const [batch = 1, tall = 1, wide = 1, channels = 1] = dy.shape;
  const [height, width] = [rows ?? 1, columns ?? 1];
  const along = tf.matMul(
    matrix(height, tall, interpolation),
    tf.reshape(dy, [batch, tall, wide * channels]),
    true,
  );
  const across = tf.matMul(
    matrix(width, wide, interpolation),
    tf.reshape(along, [batch * height, wide, channels]),
    true,
  );
  return tf.reshape(across, [batch, height, width, channels]);
}

/** Images `[batch, height, width, channels]` of another size; `"nearest"` or `"bilinear"`. Differentiable. */
export function resize(
  x: tf.Tensor,
  size: readonly [number, number],
  interpolation: string,
): tf.Tensor {
  const { shape } = x;
  const resized = tf.customGrad((images) => {
    const [given, to] = [images as tf.Tensor4D, [...size] as [number, number]];
    return {
      value:
        interpolation === "nearest"
          ? tf.image.resizeNearestNeighbor(given, to, false, true)
          : tf.image.resizeBilinear(given, to, false, true),
      gradFunc: (dy: tf.Tensor) => backward(dy, shape, interpolation),
    };
  });
  return resized(x);
}

/**
 * The projective transform from stock ops, for backends without a kernel of their own: source positions and blending
 * weights are worked out on the host in float32 (they depend on the matrices alone); the pixels never leave the backend.
 */
import * as tf from "@tensorflow/tfjs";
import { coordinateRule } from "./coordinates";
import type { ProjectiveAttributes } from "./native-kernel";

const f = Math.fround;

/** One of the four pixels around a position: where it is, whether it is inside, and its weight, per output pixel. */
interface Tap {
  readonly index: Int32Array;
  readonly inside: Uint8Array;
  readonly weight: Float32Array;
}

function makeTap(size: number): Tap {
  return {
    index: new Int32Array(size),
    inside: new Uint8Array(size),
    weight: new Float32Array(size),
  };
}

function planTaps(
  [batch, height, width]: readonly [number, number, number],
  { matrices, fillMode, interpolation }: ProjectiveAttributes,
): Tap[] {
  const map = coordinateRule(fillMode);
  const taps = Array.from({ length: interpolation === "bilinear" ? 4 : 1 }, () =>
    makeTap(batch * height * width),
  );
  const put = (
    order: 0 | 1 | 2 | 3,
    at: number,
    image: number,
    row: number,
    column: number,
    weight: number,
  ): void => {
    const tap = taps[order] as Tap;
    const inside = row >= 0 && row < height && column >= 0 && column < width;
    tap.inside[at] = Number(inside);
    tap.index[at] = inside ? (image * height + row) * width + column : 0;
    tap.weight[at] = weight;
  };
  const round = (value: number): number =>
    value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5);
  let at = 0;
  for (let image = 0; image < batch; image++) {
    const [a0, a1, a2, b0, b1, b2, c0, c1] = matrices.subarray(
      image * 8,
      image * 8 + 8,
    ) as unknown as readonly [number, number, number, number, number, number, number, number];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at++) {
        const k = f(f(f(c0 * x) + f(c1 * y)) + 1);
        if (k === 0) {
          taps.forEach((_, i) => put(i as 0 | 1 | 2 | 3, at, image, -1, -1, i === 0 ? 1 : 0));
          continue;
        }
        const u = map(f(f(f(f(a0 * x) + f(a1 * y)) + a2) / k), width);
        const v = map(f(f(f(f(b0 * x) + f(b1 * y)) + b2) / k), height);
        if (interpolation === "nearest") {
          put(0, at, image, round(v), round(u), 1);
          continue;
        }
        const column = Math.floor(u);
        const row = Math.floor(v);
        const right = f(u - column);
        const lower = f(v - row);
        const left = f(f(column + 1) - u);
        const upper = f(f(row + 1) - v);
        put(0, at, image, row, column, f(upper * left));
        put(1, at, image, row, column + 1, f(upper * right));
        put(2, at, image, row + 1, column, f(lower * left));
        put(3, at, image, row + 1, column + 1, f(lower * right));
      }
    }
  }
  return taps;
}

/** Resamples float32 images with stock ops alone. */
export function composedProjective(
  images: tf.Tensor4D,
  attributes: ProjectiveAttributes,
): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const size = batch * height * width;
  const taps = planTaps([batch, height, width], attributes);
  return tf.tidy(() => {
    const pixels = tf.reshape(images, [size, channels]);
    const parts = taps.map(({ index, inside, weight }) => {
      const read = tf.gather(pixels, tf.tensor1d(index, "int32"));
      const value = tf.where(
        tf.tensor2d(inside, [size, 1], "bool"),
        read,
        tf.fill([size, channels], attributes.fillValue),
      );
      return tf.mul(value, tf.tensor2d(weight, [size, 1]));
    });
    return tf.reshape(tf.addN(parts), [batch, height, width, channels]);
  });
}

/**
 * The projective transform on plain arrays, in float32 and in the order of operations of TensorFlow's
 * ImageProjectiveTransformV3. For output pixel (x, y) and the image's matrix [a0 a1 a2 b0 b1 b2 c0 c1]:
 *
 *   k = c0 x + c1 y + 1;  u = (a0 x + a1 y + a2) / k;  v = (b0 x + b1 y + b2) / k     (k = 0 reads the fill value)
 *
 * then (u, v) goes through the fill rule and is read by nearest (half away from zero) or bilinear sampling. Loop order:
 * image, y, x, channel. `Math.fround` costs nothing here: the engine keeps float32 all through.
 */
import { coordinateRule } from "./coordinates";
import type { FillMode, Interpolation } from "./types";

const f = Math.fround;

/** The sizes of one batch of images. */
export interface BatchSize {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** How pixels are read, with every choice made. */
export interface ResampleOptions {
  readonly fillMode: FillMode;
  readonly interpolation: Interpolation;
  readonly fillValue: number;
}

/** C's `round`: half away from zero. */
function roundHalfAway(value: number): number {
  return value < 0 ? -Math.floor(-value + 0.5) : Math.floor(value + 0.5);
}

/** Resamples `source` into `target`, both `[batch, height, width, channels]`; `matrices` holds 8 numbers per image. */
export function resample(
  source: Float32Array,
  target: Float32Array,
  { batch, height, width, channels }: BatchSize,
  matrices: Float32Array,
  { fillMode, interpolation, fillValue }: ResampleOptions,
): void {
  const map = coordinateRule(fillMode);
  const bilinear = interpolation === "bilinear";
  const fill = f(fillValue);
  const lastX = width - 1;
  const lastY = height - 1;
  const rowSize = width * channels;
  let out = 0;
  for (let image = 0; image < batch; image++) {
    const base = image * height * rowSize;
    const m = image * 8;
    const a0 = matrices[m] as number,
      a1 = matrices[m + 1] as number,
      a2 = matrices[m + 2] as number;
    const b0 = matrices[m + 3] as number,
      b1 = matrices[m + 4] as number,
      b2 = matrices[m + 5] as number;
    const c0 = matrices[m + 6] as number,
      c1 = matrices[m + 7] as number;
    const affine = c0 === 0 && c1 === 0;
    for (let y = 0; y < height; y++) {
      const a1y = f(a1 * y),
        b1y = f(b1 * y),
        c1y = f(c1 * y);
      for (let x = 0; x < width; x++, out += channels) {
        let u = f(f(f(a0 * x) + a1y) + a2);
        let v = f(f(f(b0 * x) + b1y) + b2);
        if (!affine) {
          const k = f(f(f(c0 * x) + c1y) + 1);
          if (k === 0) {
            target.fill(fill, out, out + channels);
            continue;
          }
          u = f(u / k);
          v = f(v / k);
        }
        if (!(u >= 0 && u <= lastX)) u = map(u, width);
        if (!(v >= 0 && v <= lastY)) v = map(v, height);
        if (!bilinear) {
          const column = roundHalfAway(u);
          const row = roundHalfAway(v);
          const inside = column >= 0 && column <= lastX && row >= 0 && row <= lastY;
          const at = base + row * rowSize + column * channels;
          for (let c = 0; c < channels; c++)
            target[out + c] = inside ? (source[at + c] as number) : fill;
          continue;
        }
        const x0 = Math.floor(u),
          y0 = Math.floor(v);
        const right = f(u - x0),
          left = f(f(x0 + 1) - u);
        const lower = f(v - y0),
          upper = f(f(y0 + 1) - v);
        const at = base + y0 * rowSize + x0 * channels;
        if (x0 >= 0 && x0 < lastX && y0 >= 0 && y0 < lastY) {
          for (let c = 0; c < channels; c++) {
            const top = f(
              f(left * (source[at + c] as number)) +
                f(right * (source[at + channels + c] as number)),
            );
            const below = at + rowSize + c;
            const bottom = f(
              f(left * (source[below] as number)) + f(right * (source[below + channels] as number)),
            );
            target[out + c] = f(f(upper * top) + f(lower * bottom));
          }
          continue;
        }
        const inLeft = x0 >= 0 && x0 <= lastX,
          inRight = x0 >= -1 && x0 < lastX;
        const inTop = y0 >= 0 && y0 <= lastY,
          inBottom = y0 >= -1 && y0 < lastY;
        for (let c = 0; c < channels; c++) {
          const topLeft = inTop && inLeft ? (source[at + c] as number) : fill;
          const topRight = inTop && inRight ? (source[at + channels + c] as number) : fill;
          const bottomLeft = inBottom && inLeft ? (source[at + rowSize + c] as number) : fill;
          const bottomRight =
            inBottom && inRight ? (source[at + rowSize + channels + c] as number) : fill;
          const top = f(f(left * topLeft) + f(right * topRight));
          const bottom = f(f(left * bottomLeft) + f(right * bottomRight));
          target[out + c] = f(f(upper * top) + f(lower * bottom));
        }
      }
    }
  }
}

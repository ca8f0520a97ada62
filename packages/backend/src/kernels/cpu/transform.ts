/**
 * Projective transformation of a batch of images, as TensorFlow's ImageProjectiveTransformV3. tfjs's cpu kernel reads
 * the first image for every image of a batch.
 *
 * Output pixel (x, y) reads input position, every operation rounded to float32:
 *
 *     k = c0*x + c1*y + 1;  xi = (a0*x + a1*y + a2) / k;  yi = (b0*x + b1*y + b2) / k;  k == 0 reads fillValue
 *
 * then each coordinate is mapped into the image by the fill mode and sampled: nearest rounds half away from zero,
 * bilinear blends floor and floor + 1. A tap outside reads fillValue. Loop order: n, y, x, c.
 */
import * as tf from "@tensorflow/tfjs";

/** Attributes of tfjs's Transform kernel. */
export interface TransformAttrs {
  readonly interpolation: "nearest" | "bilinear";
  readonly fillMode: "constant" | "reflect" | "wrap" | "nearest";
  readonly fillValue: number;
  readonly outputShape?: readonly [number, number];
}

type Values = Float32Array | Int32Array | Uint8Array;

const f = Math.fround;

/** Position `at` on an axis of `size` pixels, mapped by `mode`; the result of "constant" may lie outside. */
export function mapCoordinate(at: number, size: number, mode: TransformAttrs["fillMode"]): number {
  const last = size - 1;
  if (mode === "constant") return at;
  if (mode === "reflect") {
    if (at < 0) {
      if (size <= 1) return 0;
      const period = 2 * size;
      const c = f(f(period * Math.trunc(f(-at / period))) + at);
      return clamp(c < -size ? f(c + period) : f(-c - 1), last);
    }
    if (at > last) {
      if (size <= 1) return 0;
      const period = 2 * size;
      const c = f(at - f(period * Math.trunc(f(at / period))));
      return clamp(c >= size ? f(f(period - c) - 1) : c, last);
    }
  }
  if (mode === "wrap") {
    // TensorFlow divides by size - 1, not by size
    if (at < 0) return size <= 1 ? 0 : clamp(f(at + size * (Math.trunc(f(-at / last)) + 1)), last);
    if (at > last) return size <= 1 ? 0 : clamp(f(at - size * Math.trunc(f(at / last))), last);
  }
  return clamp(at, last);
}

function clamp(at: number, last: number): number {
  return Math.min(Math.max(at, 0), last);
}

/**
 * Writes the transformed images into `out`. `transforms` holds 8 numbers for all images or 8 per image.
 * Int32 images are truncated towards zero, as a cast does.
 */
export function transformImages(
  image: { readonly values: Values; readonly shape: readonly [number, number, number, number] },
  transforms: Float32Array,
  { interpolation, fillMode, fillValue }: TransformAttrs,
  out: { readonly values: Values; readonly height: number; readonly width: number },
): void {
  const [batch, height, width, channels] = image.shape;
  const { values } = image;
  const fill = f(fillValue);
  const perImage = transforms.length > 8 ? 8 : 0;
  let to = 0;
  for (let n = 0; n < batch; n++) {
    const t = n * perImage;
    const [a0 = 0, a1 = 0, a2 = 0, b0 = 0, b1 = 0, b2 = 0, c0 = 0, c1 = 0] = transforms.subarray(
      t,
      t + 8,
    );
    const base = n * height * width * channels;
    const tap = (yi: number, xi: number, c: number): number =>
      yi >= 0 && yi < height && xi >= 0 && xi < width
        ? (values[base + (yi * width + xi) * channels + c] as number)
        : fill;
    for (let y = 0; y < out.height; y++) {
      for (let x = 0; x < out.width; x++, to += channels) {
        const k = f(f(f(c0 * x) + f(c1 * y)) + 1);
        if (k === 0) {
          out.values.fill(fill, to, to + channels);
          continue;
        }
        const xi = mapCoordinate(f(f(f(f(a0 * x) + f(a1 * y)) + a2) / k), width, fillMode);
        const yi = mapCoordinate(f(f(f(f(b0 * x) + f(b1 * y)) + b2) / k), height, fillMode);
        if (interpolation === "nearest") {
          const row = roundAway(yi);
          const column = roundAway(xi);
          for (let c = 0; c < channels; c++) out.values[to + c] = tap(row, column, c);
          continue;
        }
        const x0 = Math.floor(xi);
        const y0 = Math.floor(yi);
        const right = f(xi - x0);
        const left = f(f(x0 + 1) - xi);
        const below = f(yi - y0);
        const above = f(f(y0 + 1) - yi);
        for (let c = 0; c < channels; c++) {
          const upper = f(f(left * tap(y0, x0, c)) + f(right * tap(y0, x0 + 1, c)));
          const lower = f(f(left * tap(y0 + 1, x0, c)) + f(right * tap(y0 + 1, x0 + 1, c)));
          out.values[to + c] = f(f(above * upper) + f(below * lower));
        }
      }
    }
  }
}

/** C's `round`: half away from zero. */
function roundAway(at: number): number {
  return at < 0 ? -Math.floor(0.5 - at) : Math.floor(at + 0.5);
}

/** tfjs's cpu backend, as far as a kernel uses it. */
interface CpuBackend {
  readonly data: { get(dataId: object): { readonly values: Values } };
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Values): tf.TensorInfo;
}

let registered = false;

/** Replaces `Transform` on the cpu backend with one that is right for batches. Idempotent. */
export function registerCpuTransform(): void {
  if (registered) return;
  registered = true;
  tf.unregisterKernel("Transform", "cpu");
  tf.registerKernel({
    kernelName: "Transform",
    backendName: "cpu",
    kernelFunc: ({ inputs, attrs, backend }) => {
      const cpu = backend as CpuBackend;
      const { image, transforms } = inputs as { image: tf.TensorInfo; transforms: tf.TensorInfo };
      const settings = attrs as unknown as TransformAttrs;
      const [batch, height, width, channels] = image.shape as [number, number, number, number];
      const [outHeight, outWidth] = settings.outputShape ?? [height, width];
      const shape = [batch, outHeight, outWidth, channels];
      const size = tf.util.sizeFromShape(shape);
      const values = image.dtype === "int32" ? new Int32Array(size) : new Float32Array(size);
      transformImages(
        { values: cpu.data.get(image.dataId).values, shape: [batch, height, width, channels] },
        Float32Array.from(cpu.data.get(transforms.dataId).values),
        settings,
        { values, height: outHeight, width: outWidth },
      );
      return cpu.makeTensorInfo(shape, image.dtype, values);
    },
  });
}

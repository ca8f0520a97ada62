/**
 * Lanczos, Gaussian and Mitchell: TensorFlow's ScaleAndTranslate without antialiasing. Each output sample is
 * `sum(k(|j + 0.5 - s|) * pixel[j]) / sum(k)` over the taps j within the kernel's radius; rows, then columns.
 */
import { sinFloat32 } from "@flowers/random";
import type { RawImage } from "../decode/raw-image";
import type { Interpolation, Target, Window } from "./methods";

interface Kernel {
  readonly radius: number;
  readonly weight: (x: number) => number;
}

// TensorFlow computes weights in single precision throughout; double precision would be better by 1e-4, and different.
const f = Math.fround;
const pi = f(Math.PI);

function lanczos(radius: number): Kernel {
  return {
    radius,
    weight: (x) => {
      if (x > radius) return 0;
      if (x <= 1e-3) return 1;
      const y = f(pi * x);
      const sines = f(f(radius * sinFloat32(y)) * sinFloat32(f(y / radius)));
      return f(sines / f(f(f(pi * pi) * x) * x));
    },
  };
}

/** The methods of this file. */
export type SpanMethod = Extract<
  Interpolation,
  "lanczos3" | "lanczos5" | "gaussian" | "mitchellcubic"
>;

const kernels: Readonly<Record<SpanMethod, Kernel>> = {
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
  gaussian: { radius: 1.5, weight: (x) => (x >= 1.5 ? 0 : f(Math.exp(f(f(-x * x) / 0.5)))) },
  mitchellcubic: {
    radius: 2,
    weight: (x) => {
      if (x >= 2) return 0;
      if (x >= 1) return f(f(f(f(f(f(f(-7 / 18) * x) + 2) * x) - f(10 / 3)) * x) + f(16 / 9));
      return f(f(f(f(f(f(7 / 6) * x) - 2) * x) * x) + f(8 / 9));
    },
  },
};

interface Span {
  readonly start: number;
  readonly weights: Float32Array;
}

function spans(inSize: number, outSize: number, { radius, weight }: Kernel): readonly Span[] {
  const inverse = Math.fround(1 / Math.fround(outSize / inSize));
  return Array.from({ length: outSize }, (_, i) => {
    const s = Math.fround(Math.fround(i + 0.5) * inverse);
    if (s < 0 || s > inSize) return { start: 0, weights: new Float32Array(0) };
    const start = Math.max(Math.ceil(s - radius - 0.5), 0);
    const end = Math.min(Math.floor(s + radius - 0.5), inSize - 1);
    const weights = new Float32Array(Math.max(end - start + 1, 0));
    let sum = 0;
    for (let j = 0; j < weights.length; j++) {
      weights[j] = weight(Math.abs(Math.fround(start + j + 0.5 - s)));
      sum = Math.fround(sum + (weights[j] as number));
    }
    if (Math.abs(sum) >= 1000 * 1.1754943508222875e-38) {
      const scale = Math.fround(1 / sum);
      for (let j = 0; j < weights.length; j++) weights[j] = (weights[j] as number) * scale;
    }
    return { start, weights };
  });
}

export function resizeSpan(
  image: RawImage,
  window: Window,
  target: Target,
  method: SpanMethod,
): void {
  const kernel = kernels[method];
  const { channels, data, width } = image;
  const rows = spans(window.height, target.height, kernel);
  const columns = spans(window.width, target.width, kernel);
  const line = new Float32Array(window.width * channels);
  rows.forEach((row, y) => {
    line.fill(0);
    row.weights.forEach((weight, j) => {
      const from = ((window.top + row.start + j) * width + window.left) * channels;
      for (let i = 0; i < line.length; i++)
        line[i] = (line[i] as number) + f(weight * (data[from + i] as number));
    });
    let to = target.offset + y * target.stride;
    for (const column of columns) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let j = 0; j < column.weights.length; j++) {
          sum = f(
            sum +
              f(
                (column.weights[j] as number) * (line[(column.start + j) * channels + c] as number),
              ),
          );
        }
        target.data[to++] = sum;
      }
    }
  });
}

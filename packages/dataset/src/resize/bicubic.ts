/** Bicubic, Keys a = -0.5 through TensorFlow's 1024-step table; taps outside the image drop out. */
import type { RawImage } from "../decode/raw-image";
import { axisScale, sourceCoordinate, type Target, type Window } from "./methods";

const tableSteps = 1024;
const A = -0.5;

/** Interleaved weights of the near and the far tap at distance i / 1024. */
const table = new Float32Array((tableSteps + 1) * 2);
for (let i = 0; i <= tableSteps; i++) {
  // In double precision, rounded on storing, as TensorFlow's table is.
  const x = i / tableSteps;
  table[2 * i] = ((A + 2) * x - (A + 3)) * x * x + 1;
  table[2 * i + 1] = ((A * (x + 1) - 5 * A) * (x + 1) + 8 * A) * (x + 1) - 4 * A;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

interface Axis {
  readonly indices: Int32Array;
  readonly weights: Float32Array;
}

function bicubicAxis(inSize: number, outSize: number): Axis {
  const f = Math.fround;
  const scale = axisScale(inSize, outSize);
  const indices = new Int32Array(outSize * 4);
  const weights = new Float32Array(outSize * 4);
  for (let i = 0; i < outSize; i++) {
    const s = sourceCoordinate(i, scale);
    const low = Math.floor(s);
    const offset = roundHalfEven(f(f(s - low) * tableSteps));
    const taps = [
      table[offset * 2 + 1] as number,
      table[offset * 2] as number,
      table[(tableSteps - offset) * 2] as number,
      table[(tableSteps - offset) * 2 + 1] as number,
    ];
    let sum = 0;
    for (let k = 0; k < 4; k++) {
      const index = low - 1 + k;
      const clamped = Math.min(Math.max(index, 0), inSize - 1);
      const weight = clamped === index ? (taps[k] as number) : 0;
      indices[i * 4 + k] = clamped;
      weights[i * 4 + k] = weight;
      sum = f(sum + weight);
    }
    // TensorFlow renormalises only where the sum is not vanishing.
    if (Math.abs(sum) >= 1000 * 1.1754943508222875e-38) {
      const inverse = f(1 / sum);
      for (let k = 0; k < 4; k++) weights[i * 4 + k] = (weights[i * 4 + k] as number) * inverse;
    }
  }
  return { indices, weights };
}

export function resizeBicubic(image: RawImage, window: Window, target: Target): void {
  const f = Math.fround;
  const { channels, data, width } = image;
  const xs = bicubicAxis(window.width, target.width);
  const ys = bicubicAxis(window.height, target.height);
  const columns = new Float32Array(window.width * channels);
  for (let y = 0; y < target.height; y++) {
    const [w0, w1, w2, w3] = ys.weights.subarray(y * 4, y * 4 + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const [r0, r1, r2, r3] = Array.from(
      ys.indices.subarray(y * 4, y * 4 + 4),
      (row) => ((window.top + row) * width + window.left) * channels,
    ) as [number, number, number, number];
    for (let i = 0; i < columns.length; i++) {
      columns[i] = f(
        f(
          f(f(w0 * (data[r0 + i] as number)) + f(w1 * (data[r1 + i] as number))) +
            f(w2 * (data[r2 + i] as number)),
        ) + f(w3 * (data[r3 + i] as number)),
      );
    }
    let to = target.offset + y * target.stride;
    for (let x = 0; x < target.width; x++) {
      const k = x * 4;
      for (let c = 0; c < channels; c++) {
        const tap = (j: number): number =>
          f(
            (xs.weights[k + j] as number) *
              (columns[(xs.indices[k + j] as number) * channels + c] as number),
          );
        target.data[to++] = f(f(f(tap(0) + tap(1)) + tap(2)) + tap(3));
      }
    }
  }
}

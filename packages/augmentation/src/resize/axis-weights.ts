/**
 * How each output pixel along one axis is made from source pixels: TensorFlow's resize kernels (docs/keras-semantics.md, 1.8) as
 * a `[outputSize, inputSize]` matrix of weights. Resizing is separable: rows and columns each have one.
 */

import { sinFloat32 } from "@flowers/random";

/** The resize kernels of Keras's `Resizing`. */
export type ResizeMethod = "bilinear" | "nearest" | "bicubic" | "area" | "lanczos3" | "lanczos5";

export const resizeMethods = [
  "bilinear",
  "nearest",
  "bicubic",
  "area",
  "lanczos3",
  "lanczos5",
] as const satisfies readonly ResizeMethod[];

const f = Math.fround;

/** A thousand times the smallest normal float32; TensorFlow does not divide by less. */
const leastSum = 1000 * 1.1754943508222875e-38;

/** Source positions of bilinear sampling: `low` and `high` neighbours, and the share of the higher one. */
export interface LinearTaps {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly share: Float32Array;
}

/** Half-pixel bilinear taps without antialiasing, in float32. */
export function linearTaps(inputSize: number, outputSize: number): LinearTaps {
  const scale = f(inputSize / outputSize);
  const low = new Int32Array(outputSize);
  const high = new Int32Array(outputSize);
  const share = new Float32Array(outputSize);
  for (let i = 0; i < outputSize; i++) {
    const source = f(f(f(i + 0.5) * scale) - 0.5);
    const floor = Math.floor(source);
    low[i] = Math.max(floor, 0);
    high[i] = Math.min(Math.ceil(source), inputSize - 1);
    share[i] = source - floor;
  }
  return { low, high, share };
}

/** The source pixel of each output pixel under nearest sampling. */
export function nearestTaps(inputSize: number, outputSize: number): Int32Array {
  const scale = f(inputSize / outputSize);
  return Int32Array.from({ length: outputSize }, (_, i) =>
    Math.min(Math.floor(f(f(i + 0.5) * scale)), inputSize - 1),
  );
}

/** The weights of a method along one axis, row-major `[outputSize, inputSize]`. */
export function axisWeights(
  method: Exclude<ResizeMethod, "nearest">,
  inputSize: number,
  outputSize: number,
  antialias: boolean,
): Float32Array {
  if (method === "area") return areaWeights(inputSize, outputSize);
  if (method === "bicubic" && !antialias) return cubicWeights(inputSize, outputSize);
  if (method === "bilinear" && !antialias) return linearWeights(inputSize, outputSize);
  return spanWeights(method, inputSize, outputSize, antialias);
}

function addTo(weights: Float32Array, at: number, share: number): void {
  weights[at] = (weights[at] as number) + share;
}

function linearWeights(inputSize: number, outputSize: number): Float32Array {
  const { low, high, share } = linearTaps(inputSize, outputSize);
  const weights = new Float32Array(outputSize * inputSize);
  for (let i = 0; i < outputSize; i++) {
    const upper = share[i] as number;
    addTo(weights, i * inputSize + (low[i] as number), 1 - upper);
    addTo(weights, i * inputSize + (high[i] as number), upper);
  }
  return weights;
}

function areaWeights(inputSize: number, outputSize: number): Float32Array {
  const scale = f(inputSize / outputSize);
  const weights = new Float32Array(outputSize * inputSize);
  for (let i = 0; i < outputSize; i++) {
    const from = f(i * scale);
    const to = f((i + 1) * scale);
    for (let j = Math.floor(from); j < Math.ceil(to); j++) {
      const end = j + 1 > to;
      const overlap = j < from ? (end ? scale : f(j + 1 - from)) : end ? f(to - j) : 1;
      const clamped = Math.min(Math.max(j, 0), inputSize - 1);
      addTo(weights, i * inputSize + clamped, overlap / scale);
    }
  }
  return weights;
}

/** Entries of TensorFlow's table of Keys's cubic (a = -0.5) with 1024 steps per pixel: in double precision, rounded once. */
function cubicTable(step: number): readonly [number, number] {
  const a = -0.5;
  const x = step / 1024;
  const y = x + 1;
  return [f(((a + 2) * x - (a + 3)) * x * x + 1), f(((a * y - 5 * a) * y + 8 * a) * y - 4 * a)];
}

function cubicWeights(inputSize: number, outputSize: number): Float32Array {
  const scale = f(inputSize / outputSize);
  const weights = new Float32Array(outputSize * inputSize);
  for (let i = 0; i < outputSize; i++) {
    const source = f(f(f(i + 0.5) * scale) - 0.5);
    const floor = Math.floor(source);
    const exact = f(f(source - floor) * 1024);
    const below = Math.floor(exact);
    const half = exact - below === 0.5;
    const step = half ? below + (below % 2) : Math.round(exact);
    const [near, far] = cubicTable(step);
    const [nearBack, farBack] = cubicTable(1024 - step);
    const taps = [far, near, nearBack, farBack].map((weight, order) => {
      const j = floor - 1 + order;
      return j < 0 || j >= inputSize ? 0 : weight;
    });
    const sum = taps.reduce((total, weight) => f(total + weight), 0);
    const factor = Math.abs(sum) >= leastSum ? f(1 / sum) : 1;
    taps.forEach((weight, order) => {
      const j = floor - 1 + order;
      if (j >= 0 && j < inputSize) addTo(weights, i * inputSize + j, weight * factor);
    });
  }
  return weights;
}

const pi = f(Math.PI);

// TensorFlow computes these kernels in single precision, with the sine of C's library.
function lanczos(radius: number): (x: number) => number {
  return (x) => {
    if (x > radius) return 0;
    if (x <= 1e-3) return 1;
    const y = f(pi * x);
    const sines = f(f(radius * sinFloat32(y)) * sinFloat32(f(y / radius)));
    return f(sines / f(f(f(pi * pi) * x) * x));
  };
}

function keysCubic(x: number): number {
  if (x >= 2) return 0;
  if (x >= 1) return f(f(f(f(f(f(-0.5 * x) + 2.5) * x) - 4) * x) + 2);
  return f(f(f(f(f(1.5 * x) - 2.5) * x) * x) + 1);
}

const kernels: Record<
  "bilinear" | "bicubic" | "lanczos3" | "lanczos5",
  readonly [number, (x: number) => number]
> = {
  bilinear: [1, (x) => f(Math.max(0, 1 - x))],
  bicubic: [2, keysCubic],
  lanczos3: [3, lanczos(3)],
  lanczos5: [5, lanczos(5)],
};

function spanWeights(
  method: keyof typeof kernels,
  inputSize: number,
  outputSize: number,
  antialias: boolean,
): Float32Array {
  const [radius, kernel] = kernels[method];
  const inverse = f(1 / f(outputSize / inputSize));
  const kernelScale = antialias ? Math.max(inverse, 1) : 1;
  const perKernel = f(1 / kernelScale);
  const weights = new Float32Array(outputSize * inputSize);
  for (let i = 0; i < outputSize; i++) {
    const source = f(f(i + 0.5) * inverse);
    if (source < 0 || source > inputSize) continue;
    const reach = f(radius * kernelScale);
    const from = Math.max(Math.ceil(f(f(source - reach) - 0.5)), 0);
    const to = Math.min(Math.floor(f(f(source + reach) - 0.5)), inputSize - 1);
    const row = weights.subarray(i * inputSize, (i + 1) * inputSize);
    let sum = 0;
    for (let j = from; j <= to; j++) {
      const weight = kernel(Math.abs(f(f(f(j + 0.5) - source) * perKernel)));
      row[j] = weight;
      sum = f(sum + weight);
    }
    if (Math.abs(sum) < leastSum) row.fill(0);
    else for (let j = from; j <= to; j++) row[j] = (row[j] as number) * f(1 / sum);
  }
  return weights;
}

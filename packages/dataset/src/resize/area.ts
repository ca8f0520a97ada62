/** Area: the mean of the source cell `[i * scale, (i + 1) * scale)`, each pixel weighted by its overlap. */
import type { RawImage } from "../decode/raw-image";
import { axisScale, type Target, type Window } from "./methods";

interface Cell {
  readonly start: number;
  readonly end: number;
  readonly weights: Float32Array;
}

function areaAxis(inSize: number, outSize: number): readonly Cell[] {
  const f = Math.fround;
  const scale = axisScale(inSize, outSize);
  return Array.from({ length: outSize }, (_, i) => {
    const a = f(i * scale);
    const b = f((i + 1) * scale);
    const start = Math.floor(a);
    const end = Math.max(Math.ceil(b), start);
    const weights = new Float32Array(end - start);
    for (let j = start; j < end; j++) {
      weights[j - start] =
        j < a ? (j + 1 > b ? scale : f(f(j + 1) - a)) : j + 1 > b ? f(b - f(j)) : 1;
    }
    return { start, end, weights };
  });
}

export function resizeArea(image: RawImage, window: Window, target: Target): void {
  const f = Math.fround;
  const { channels, data, width } = image;
  const xs = areaAxis(window.width, target.width);
  const ys = areaAxis(window.height, target.height);
  const inverse = f(
    1 / f(axisScale(window.height, target.height) * axisScale(window.width, target.width)),
  );
  const clamp = (value: number, size: number): number => Math.min(Math.max(value, 0), size - 1);
  const sums = new Float32Array(channels);
  const line = new Float32Array(channels);
  for (const [y, row] of ys.entries()) {
    let to = target.offset + y * target.stride;
    for (const column of xs) {
      sums.fill(0);
      for (let j = row.start; j < row.end; j++) {
        const start = (window.top + clamp(j, window.height)) * width + window.left;
        line.fill(0);
        for (let i = column.start; i < column.end; i++) {
          const weight = column.weights[i - column.start] as number;
          const from = (start + clamp(i, window.width)) * channels;
          for (let c = 0; c < channels; c++)
            line[c] = (line[c] as number) + f((data[from + c] as number) * weight);
        }
        const weight = row.weights[j - row.start] as number;
        for (let c = 0; c < channels; c++)
          sums[c] = (sums[c] as number) + f((line[c] as number) * weight);
      }
      for (let c = 0; c < channels; c++) target.data[to++] = f((sums[c] as number) * inverse);
    }
  }
}

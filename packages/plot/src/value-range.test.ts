import { expect, it } from "vitest";
import type { PlotImage } from "./png";
import { guessValueRange, toByteRange } from "./value-range";

const floats = (...values: number[]): PlotImage => ({
  data: Float32Array.from(values),
  width: values.length,
  height: 1,
  channels: 1,
});

it.each([
  [
    [0, 0.5, 1],
    [0, 1],
  ],
  [
    [-0.02, 0.5, 1.03],
    [0, 1],
  ],
  [
    [-1, 0, 1],
    [-1, 1],
  ],
  [
    [-1.9, 0, 1.9],
    [-1, 1],
  ],
  [
    [0, 0, 0],
    [0, 255],
  ],
  [
    [0, 3, 200],
    [0, 255],
  ],
  [
    [0, 1, 255],
    [0, 255],
  ],
])("takes floats %j as %j", (values, range) => {
  expect(guessValueRange([floats(...values)])).toEqual(range);
});

it("judges all images together, and bytes as they are", () => {
  expect(guessValueRange([floats(0, 1), floats(0, 200)])).toEqual([0, 255]);
  expect(guessValueRange([floats(0, 0.1), floats(-1, 1)])).toEqual([-1, 1]);
  const bytes = { data: Uint8Array.of(0, 1), width: 2, height: 1, channels: 1 };
  expect(guessValueRange([bytes])).toEqual([0, 255]);
});

it("puts black at 0 and white at 255, opacity from 0", () => {
  expect([...toByteRange(floats(0, 0.5, 1), [0, 1]).data]).toEqual([0, 127.5, 255]);
  expect([...toByteRange(floats(-1, 0, 1), [-1, 1]).data]).toEqual([0, 127.5, 255]);
  const clear = { ...floats(-1, 0, 1, 1), width: 1, channels: 4 };
  expect([...toByteRange(clear, [-1, 1]).data]).toEqual([0, 127.5, 255, 255]);
});

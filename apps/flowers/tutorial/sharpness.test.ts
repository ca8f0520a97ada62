import { expect, it } from "vitest";
import { looksBlurred, sharpness } from "./sharpness";

const [width, height] = [40, 30];
const picture = (value: (x: number, y: number) => number): number[] =>
  Array.from({ length: width * height }, (_, at) => value(at % width, Math.floor(at / width)));

it("is 0 of a flat picture and of an even slope, and as the formula has it of one bright pixel", () => {
  expect(
    sharpness(
      picture(() => 90),
      width,
      height,
    ),
  ).toBe(0);
  expect(
    sharpness(
      picture((x, y) => 2 * x + 3 * y),
      width,
      height,
    ),
  ).toBe(0);
  const dot = picture((x, y) => (x === 20 && y === 15 ? 10 : 0));
  const count = (width - 2) * (height - 2);
  expect(sharpness(dot, width, height)).toBeCloseTo((40 ** 2 + 4 * 10 ** 2) / count, 10);
  expect(sharpness([1, 2], 2, 1)).toBe(0);
});

it("tells an edge from the same edge out of focus", () => {
  const edge = (spread: number) => picture((x) => 255 / (1 + Math.exp(-(x - 20) / spread)));
  expect(looksBlurred(sharpness(edge(0.2), width, height))).toBe(false);
  expect(looksBlurred(sharpness(edge(5), width, height))).toBe(true);
});

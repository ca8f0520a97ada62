import { expect, test } from "vitest";
import { heatPixels } from "./heat";

test("heat grows lighter from nothing to all, and covers more of the photo", () => {
  const pixels = heatPixels(Array.from({ length: 51 }, (_, i) => i / 50));
  const lightness = (i: number): number =>
    0.2126 * (pixels[4 * i] ?? 0) +
    0.7152 * (pixels[4 * i + 1] ?? 0) +
    0.0722 * (pixels[4 * i + 2] ?? 0);
  for (let i = 1; i <= 50; i++) {
    expect(lightness(i), String(i)).toBeGreaterThan(lightness(i - 1));
    expect(pixels[4 * i + 3]).toBeGreaterThanOrEqual(pixels[4 * i - 1] ?? 255);
  }
  expect([...pixels.slice(-4)]).toEqual([252, 240, 150, 200]);
  expect([...heatPixels([-1, 2])]).toEqual([...pixels.slice(0, 4), ...pixels.slice(-4)]);
});

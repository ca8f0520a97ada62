import { expect, it } from "vitest";
import { thin } from "./thin";

it("keeps ends, peaks, dips and gaps of 10,000 values", () => {
  const values = Array.from({ length: 10_000 }, (_, index) => Math.sin(index));
  values[1234] = 50;
  values[7777] = -50;
  values[5000] = NaN;
  const kept = thin(values, 1000);
  expect(kept.length).toBeLessThanOrEqual(1252);
  expect(kept).toEqual([...kept].sort((a, b) => a - b));
  for (const index of [0, 1234, 5000, 7777, 9999]) expect(kept).toContain(index);
});

it("leaves a short curve alone", () => {
  expect(thin([3, 1, 2], 3)).toEqual([0, 1, 2]);
});

import { describe, expect, it } from "vitest";
import { linearScale, logScale, roundSteps, roundUp } from "./scale";

describe("the axes of the curves", () => {
  it("places values in proportion, from the first pixel to the last", () => {
    const { at } = linearScale([0, 2], [100, 0]);
    expect([0, 0.5, 2].map(at)).toEqual([100, 75, 0]);
  });

  it("places one value alone, without a division by zero", () => {
    expect(linearScale([1, 1], [10, 90]).at(1)).toBe(10);
    expect(logScale([1, 1], [10, 90]).at(1)).toBe(10);
  });

  it("gives equal ratios equal room", () => {
    const { at, ticks } = logScale([1, 100], [0, 200]);
    expect([1, 10, 100].map((value) => Math.round(at(value)))).toEqual([0, 100, 200]);
    expect(ticks).toEqual([1, 2, 5, 10, 20, 50, 100]);
  });

  it.each([
    [[0, 1], 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [[0.3, 1], 4, [0.4, 0.6, 0.8, 1]],
    [[1, 10], 5, [2, 4, 6, 8, 10]],
    [[1, 15], 5, [5, 10, 15]],
    [[0, 2.5], 5, [0, 0.5, 1, 1.5, 2, 2.5]],
    [[0, 183], 4, [0, 50, 100, 150]],
  ] as const)("writes round values beside %j, at most %i steps", (span, most, ticks) => {
    expect(roundSteps(span, most)).toEqual(ticks);
  });

  it("ends at a round value, never below the largest", () => {
    expect([0, 0.07, 1, 1.01, 2.7, 93].map(roundUp)).toEqual([1, 0.08, 1, 1.2, 3, 100]);
  });
});

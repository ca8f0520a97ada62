import { describe, expect, it } from "vitest";
import { atTemperature } from "./at-temperature";

describe("probabilities at a temperature", () => {
  it("are the softmax of the divided logits", () => {
    const logits = [2, -1, 0.5];
    const softmax = (values: readonly number[]): number[] => {
      const sum = values.reduce((total, value) => total + Math.exp(value), 0);
      return values.map((value) => Math.exp(value) / sum);
    };
    const cooled = atTemperature(softmax(logits), 2.5);
    for (const [i, p] of softmax(logits.map((each) => each / 2.5)).entries())
      expect(cooled[i]).toBeCloseTo(p, 12);
  });

  it("are not infinite where a probability became 0", () => {
    expect(atTemperature([1, 0], 2).every(Number.isFinite)).toBe(true);
  });
});

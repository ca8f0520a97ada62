/** The temperature at which a classifier is as sure as it is right, and how far it was from that. */
import { describe, expect, it } from "vitest";
import { calibrateTemperature } from "./calibrate-temperature";
import { expectedCalibrationError } from "./expected-calibration-error";

/** Answers whose truth is drawn by the softmax of logits, told at another temperature. */
function drawn(samples: number, scale: number): { chances: number[]; labels: number[] } {
  const chances: number[] = [];
  const labels: number[] = [];
  let state = 1;
  const uniform = (): number => {
    state = (state * 48271) % 0x7fffffff; // Park and Miller's generator
    return state / 0x7fffffff;
  };
  const softmax = (logits: number[]): number[] => {
    const powers = logits.map(Math.exp);
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((p) => p / sum);
  };
  for (let i = 0; i < samples; i++) {
    const logits = [4 * uniform(), 4 * uniform(), 4 * uniform()];
    const [a = 0, b = 0] = softmax(logits);
    const u = uniform();
    labels.push(u < a ? 0 : u < a + b ? 1 : 2);
    chances.push(...softmax(logits.map((z) => z * scale)));
  }
  return { chances, labels };
}

describe("calibrateTemperature", () => {
  it.each([3, 1, 0.5])("finds the %s by which logits were multiplied", (scale) => {
    const { chances, labels } = drawn(3000, scale);
    const {
      temperature,
      loss,
      expectedCalibrationError: error,
    } = calibrateTemperature(chances, labels);
    expect(temperature / scale).toBeGreaterThan(0.9);
    expect(temperature / scale).toBeLessThan(1.1);
    expect(loss.after).toBeLessThanOrEqual(loss.before);
    expect(error.after).toBeLessThan(0.04); // what 3,000 draws leave
    if (scale !== 1) expect(error.before).toBeGreaterThan(0.05);
  });

  it("does not grow boundlessly sure by a few answers that are all right", () => {
    const { temperature } = calibrateTemperature([0.7, 0.3, 0.2, 0.8, 0.9, 0.1], [0, 1, 0]);
    expect(temperature).toBeGreaterThan(0.3);
    expect(temperature).toBeLessThan(2);
  });

  it("stays finite for answers that are sure and wrong, and for those that say nothing", () => {
    for (const row of [
      [1, 0, 0],
      [0, 1e-45, 1],
      [1 / 3, 1 / 3, 1 / 3],
    ])
      for (const label of [0, 1, 2]) {
        const { temperature, loss, ...rest } = calibrateTemperature([...row, ...row], [label, 2]);
        expect(temperature).toBeGreaterThan(0);
        for (const value of [loss.before, loss.after, rest.expectedCalibrationError.after])
          expect(Number.isFinite(value)).toBe(true);
      }
  });

  it("refuses what are not answers", () => {
    expect(() => calibrateTemperature([], [])).toThrow("there must be a sample");
    expect(() => calibrateTemperature([0.5, 0.5, 1], [0, 1])).toThrow("[samples, classes]");
    expect(() => calibrateTemperature([0.5, Number.NaN], [0])).toThrow("received NaN for sample 0");
    expect(() => calibrateTemperature([0.5, 0.5], [2])).toThrow("from 0 to 1; received 2");
  });
});

describe("expectedCalibrationError", () => {
  it("is the distance between confidence and accuracy", () => {
    expect(expectedCalibrationError([0.9, 0.1, 0.9, 0.1], [0, 1])).toBeCloseTo(0.4, 12);
    // Two bins, each weighing its answers: 2/3 * |0.9 - 0.5| + 1/3 * |0.6 - 1|
    expect(expectedCalibrationError([0.9, 0.1, 0.9, 0.1, 0.4, 0.6], [0, 1, 1])).toBeCloseTo(
      0.4,
      12,
    );
    expect(expectedCalibrationError([1, 0, 0, 1], [0, 1])).toBe(0);
  });
});

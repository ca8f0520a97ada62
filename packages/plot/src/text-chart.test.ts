import { expect, it } from "vitest";
import { augmented, baseline } from "./fixtures/histories";
import { plotHistory } from "./plot-history";

it("draws in the asked size, without colours unless asked", () => {
  for (const [width, height] of [
    [80, 20],
    [100, 30],
    [50, 24],
  ] as const) {
    const lines = plotHistory({ baseline, augmented }).toText({ width, height }).split("\n");
    expect(lines.length).toBeLessThanOrEqual(height);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  }
  expect(plotHistory(baseline).toText()).not.toContain("\u001B");
  expect(plotHistory(baseline).toText({ color: true })).toContain("\u001B[38;5;208m");
});

it("shows axes, extremes and the legend", () => {
  expect(plotHistory(baseline).toText({ width: 72, height: 12 })).toMatchSnapshot();
});

it("says so when there is nothing to draw", () => {
  expect(plotHistory({ loss: [NaN] }).toText()).toContain("(no values)");
});

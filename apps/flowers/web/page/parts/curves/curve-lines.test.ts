import { describe, expect, it } from "vitest";
import {
  type CurveRun,
  epochAt,
  linesOf,
  needsLog,
  stopNear,
  stopsOf,
  timesKnown,
} from "./curve-lines";

const run: CurveRun = {
  kind: "baseline",
  history: {
    accuracy: [0.5, 0.7, 0.9],
    loss: [1.2, 0.8, 0.3],
    val_accuracy: [0.4, 0.6, 0.55],
    val_loss: [1.3, Number.NaN, 1.6],
  },
  epochSeconds: [4, 2, 2.5],
  lookingSeconds: null,
};
const longer: CurveRun = {
  kind: "augmented",
  history: { accuracy: Array(13).fill(0.5), loss: Array(13).fill(1) },
  epochSeconds: Array(13).fill(1) as number[],
  lookingSeconds: null,
};

describe("the lines of the curves", () => {
  it("have a point for each epoch, by number or by the time at which it ended", () => {
    expect(linesOf([run], "accuracy", "epochs")).toEqual([
      {
        kind: "baseline",
        part: "training",
        points: [
          { x: 1, y: 0.5 },
          { x: 2, y: 0.7 },
          { x: 3, y: 0.9 },
        ],
      },
      {
        kind: "baseline",
        part: "validation",
        points: [
          { x: 1, y: 0.4 },
          { x: 2, y: 0.6 },
          { x: 3, y: 0.55 },
        ],
      },
    ]);
    expect(linesOf([run], "loss", "time")[1]?.points).toEqual([
      { x: 4, y: 1.3 },
      { x: 8.5, y: 1.6 },
    ]);
  });

  it("begin when a pretrained network has looked at the pictures", () => {
    const [line] = linesOf([{ ...run, lookingSeconds: 20 }], "accuracy", "time");
    expect(line?.points.map(({ x }) => x)).toEqual([24, 26, 28.5]);
  });

  it("tell whether every epoch's time is known", () => {
    expect(timesKnown([run, longer])).toBe(true);
    expect(timesKnown([{ ...run, epochSeconds: [4, 2] }, longer])).toBe(false);
  });

  it("squeeze no run that is four times as short as another", () => {
    expect(needsLog([run, longer], "epochs")).toBe(true);
    expect(needsLog([run, longer], "time")).toBe(false);
    expect(needsLog([run], "epochs")).toBe(false);
  });

  it("can be read wherever an epoch of any run ends", () => {
    expect(stopsOf([run], "epochs")).toEqual([1, 2, 3]);
    expect(stopsOf([run, { ...longer, epochSeconds: [6, 0.5] }], "epochs")).toHaveLength(13);
    expect(stopsOf([run, { ...run, epochSeconds: [6, 0.5, 0.5] }], "time")).toEqual([
      4, 6, 6.5, 7, 8.5,
    ]);
  });

  it("say what each run had come to by then", () => {
    expect([1, 2, 3, 9].map((place) => epochAt(run, place, "epochs"))).toEqual([1, 2, 3, 3]);
    expect([3.9, 4, 8, 8.5].map((place) => epochAt(run, place, "time"))).toEqual([0, 1, 2, 3]);
  });

  it("answer a pointer with the nearest place that can be read", () => {
    const tenfold = (value: number): number => 10 * value;
    expect([0, 14, 24, 999].map((pixel) => stopNear([1, 2, 3], tenfold, pixel))).toEqual([
      0, 0, 1, 2,
    ]);
  });
});

import { expect, it } from "vitest";
import { baseline } from "./fixtures/histories";
import { readRuns } from "./history-input";
import { curveRows, markRows } from "./history-rows";

it("makes gaps of NaN and infinities, and dots of values without neighbours", () => {
  const rows = curveRows(readRuns({ loss: [1, NaN, 2, Infinity, 3, 4] }), "loss", 1000);
  expect(rows.map((row) => row.value)).toEqual([1, null, 2, null, 3, 4]);
  expect(rows.map((row) => row.alone)).toEqual([true, false, true, false, false, false]);
  expect(rows[0]?.series).toBe("Training Loss");
});

it("marks the best epoch of validation and the last gap", () => {
  const want = { best: true, gap: true };
  expect(markRows(readRuns(baseline), "accuracy", want).map((row) => row.label)).toEqual([
    "best 0.660 (epoch 4)",
    "gap 0.337",
  ]);
  expect(markRows(readRuns(baseline), "loss", want).map((row) => row.label)).toEqual([
    "best 0.890 (epoch 4)",
    "gap 1.720",
  ]);
  expect(
    markRows(readRuns({ loss: [NaN, 2, 3] }), "loss", { ...want, firstEpoch: 1 }),
  ).toMatchObject([{ epoch: 2, value: 2 }]);
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsOf } from "./rows";

it("cuts 8 rows among three workers as 3, 3 and 2", () => {
  expect([0, 1, 2].map((worker) => rowsOf(worker, 3, 8))).toEqual([
    { start: 0, count: 3, of: 8 },
    { start: 3, count: 3, of: 8 },
    { start: 6, count: 2, of: 8 },
  ]);
});

it("gives every row to one worker, in order, as evenly as can be", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(40), (workers, rows) => {
      const cuts = Array.from({ length: workers }, (_, worker) => rowsOf(worker, workers, rows));
      const owned = cuts.flatMap(({ start, count }) =>
        Array.from({ length: count }, (_, i) => start + i),
      );
      expect(owned).toEqual(Array.from({ length: rows }, (_, i) => i));
      const counts = cuts.map(({ count }) => count);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
    }),
  );
});

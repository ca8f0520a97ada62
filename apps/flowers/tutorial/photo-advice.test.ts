import { expect, it } from "vitest";
import { adviceOnCounts } from "./photo-advice";

it("tells of classes that are few or unequal, and of nothing where there is nothing to tell", () => {
  expect(adviceOnCounts(["a", "b"], [20, 60])).toEqual({ few: [], unequal: null });
  expect(adviceOnCounts(["a", "b", "c"], [0, 19, 61])).toEqual({
    few: [
      { name: "a", count: 0 },
      { name: "b", count: 19 },
    ],
    unequal: { least: 0, most: 61 },
  });
  expect(adviceOnCounts(["a", "b"], [20, 61]).unequal).toEqual({ least: 20, most: 61 });
  expect(adviceOnCounts([], [])).toEqual({ few: [], unequal: null });
});

import { expect, test } from "vitest";

import { overfittingGap } from "./overfitting-gap";

test("the gap is that of the last epoch", () => {
  expect(overfittingGap({ accuracy: [0.5, 0.875], val_accuracy: [0.5, 0.625] })).toBe(0.25);
});

test("there is no gap without both curves", () => {
  expect(overfittingGap({ accuracy: [0.5] })).toBeNull();
  expect(overfittingGap({})).toBeNull();
});

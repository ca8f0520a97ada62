import { expect, it } from "vitest";
import { rate } from "./rate";

it("counts the spaces between events, and none before there are two", () => {
  expect(rate([])).toBe(0);
  expect(rate([500])).toBe(0);
  expect(rate([500, 500])).toBe(0);
  expect(rate([500, 600, 700])).toBe(10);
});

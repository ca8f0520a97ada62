import { expect, it } from "vitest";
import { ranksOf } from "./ranking";

it("ranks the likeliest first", () => {
  expect(ranksOf([0.1, 0.7, 0.2], [])).toEqual([2, 0, 1]);
  expect(ranksOf([0.5, 0.5], [])).toEqual([0, 1]);
  expect(ranksOf([], [])).toEqual([]);
});

it("lets a class overtake only when it is clearly ahead", () => {
  const first = ranksOf([0.51, 0.49, 0], []);
  expect(ranksOf([0.49, 0.51, 0], first)).toEqual([0, 1, 2]);
  expect(ranksOf([0.4, 0.6, 0], first)).toEqual([1, 0, 2]);
  expect(ranksOf([0.1, 0.2, 0.7], first)).toEqual([2, 1, 0]);
});

it("begins anew with other classes", () => {
  expect(ranksOf([0.2, 0.8], [0, 1, 2])).toEqual([1, 0]);
});

import { describe, expect, it } from "vitest";
import { answersIn } from "./answer-store";

describe("stored answers", () => {
  const whole = {
    ids: ["a/1.png", "b/2.png"],
    truths: [0, 1],
    probabilities: [
      [0.7, 0.3],
      [0.2, 0.8],
    ],
  };

  it("are taken as they were kept, also without the pictures' ids", () => {
    expect(answersIn(whole, 2)).toEqual(whole);
    expect(answersIn({ ...whole, ids: null }, 2)).toEqual({ ...whole, ids: null });
    expect(answersIn({ ...whole, ids: ["a/1.png"] }, 2)?.ids).toBeNull();
  });

  it.each([
    ["nothing", null],
    ["a list", []],
    ["a class that there is not", { ...whole, truths: [0, 2] }],
    ["a row too few", { ...whole, probabilities: [[0.7, 0.3]] }],
    ["a row of another length", { ...whole, probabilities: [[0.7, 0.3], [1]] }],
    [
      "a word for a number",
      {
        ...whole,
        probabilities: [
          [0.7, 0.3],
          [0.2, "much"],
        ],
      },
    ],
  ])("are none where a file holds %s", (_, value) => {
    expect(answersIn(value, 2)).toBeNull();
  });
});

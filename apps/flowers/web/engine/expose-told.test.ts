import { DatasetError } from "@flowers/dataset";
import { expect, it } from "vitest";
import { withRemedy } from "./expose-told";

it("adds the remedy of an error of the packages to its message", () => {
  const told = withRemedy(
    new DatasetError("undecodable", 'loadImage: cannot decode "a.jpg"', {
      remedy: "Save it again.",
    }),
  );
  expect(told).toBeInstanceOf(Error);
  expect((told as Error).message).toBe('loadImage: cannot decode "a.jpg". Save it again.');
});

it("leaves every other error as it is", () => {
  const error = new Error("There are no pictures yet.");
  expect(withRemedy(error)).toBe(error);
  expect(withRemedy("a word")).toBe("a word");
});

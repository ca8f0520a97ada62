/** What comes picture by picture, each with its forms, is computed by the batch. */
import { expect, it } from "vitest";
import { nameOf } from "./feature-file";
import { WaitingNames } from "./waiting-names";

it("takes full batches of one form, of pictures that came one by one with all of their forms", () => {
  const waiting = new WaitingNames();
  for (const id of ["a", "b", "c", "d", "e"])
    waiting.add([0, 1, 2, 3].map((form) => nameOf(id, form)));
  const batches: string[][] = [];
  while (!waiting.isEmpty) batches.push(waiting.take(3));
  expect(batches).toEqual(
    [0, 1, 2, 3].flatMap((form) => [
      ["a", "b", "c"].map((id) => nameOf(id, form)),
      ["d", "e"].map((id) => nameOf(id, form)),
    ]),
  );
  expect(waiting.take(3)).toEqual([]);
});

it("takes pictures that come later before the forms of those before", () => {
  const waiting = new WaitingNames();
  waiting.add([nameOf("a", 0), nameOf("a", 1)]);
  expect(waiting.take(8)).toEqual(["a"]);
  waiting.add([nameOf("b", 1), nameOf("b", 0)]);
  expect(waiting.take(8)).toEqual(["b"]);
  expect(waiting.take(8)).toEqual([nameOf("a", 1), nameOf("b", 1)]);
  waiting.add(["c"]);
  waiting.clear();
  expect(waiting.isEmpty).toBe(true);
});

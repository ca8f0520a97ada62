import { expect, test } from "vitest";

import { latest } from "./latest";

test("of the calls during a slow one, only the last is done", async () => {
  const seen: number[] = [];
  const ends: (() => void)[] = [];
  const work = latest(
    (value: number) =>
      new Promise<void>((resolve) => {
        seen.push(value);
        ends.push(resolve);
      }),
    () => {},
  );
  work(1);
  work(2);
  work(3);
  expect(seen).toEqual([1]);
  ends[0]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(seen).toEqual([1, 3]);
  ends[1]?.();
  await Promise.resolve();
  await Promise.resolve();
  work(4);
  expect(seen).toEqual([1, 3, 4]);
});

test("an error is told and does not block the next call", async () => {
  const errors: unknown[] = [];
  const seen: string[] = [];
  const work = latest(
    async (value: string) => {
      await Promise.resolve();
      if (value === "bad") throw new Error("no");
      seen.push(value);
    },
    (error) => errors.push(error),
  );
  work("bad");
  work("good");
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(errors).toHaveLength(1);
  expect(seen).toEqual(["good"]);
});

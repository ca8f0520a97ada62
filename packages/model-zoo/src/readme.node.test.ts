/** The README's example prints what the README says. */
import { readFile } from "node:fs/promises";
import { setRandomSeed } from "@flowers/random";
import { expect, it } from "vitest";
import { modelCards, threeBlockCnn } from "./index";

it("README's example prints its output", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, code = "", output = ""] =
    /```ts\n(import \{ setRandomSeed[^]*?)```\n\n```\n([^]*?)```/.exec(readme) ?? [];
  const body = code.replace(/^import .*\n/gm, "");
  const lines: string[] = [];
  const print = { log: (...parts: unknown[]) => lines.push(parts.join(" ")) };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- The text is this package's own README.
  const run = new Function("console", "setRandomSeed", "modelCards", "threeBlockCnn", body) as (
    ...given: unknown[]
  ) => void;
  run(print, setRandomSeed, modelCards, threeBlockCnn);
  expect(`${lines.join("\n")}\n`).toBe(output);
});

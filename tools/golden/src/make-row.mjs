/** Runs one script in a folder of its own and holds what it made against the repository. */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compareBytes, compareJson } from "./compare.mjs";
import { runPython } from "./python.mjs";
import { defaultTolerance, matching, repository, scriptsFolder } from "./table.mjs";

/** @typedef {import("./compare.mjs").Difference} Difference */

/**
 * A `.keras` file holds its date and memory addresses: what is compared of it, and of an `.h5` file, is its configuration
 * and its weights.
 *
 * @type {(path: string) => unknown}
 */
function describeModel(path) {
  const described = runPython([join(scriptsFolder, "describe_model.py"), path]);
  if (described.status !== 0) throw new Error(described.stderr);
  return JSON.parse(described.stdout);
}

/** @type {(path: string, made: string) => ((tolerance: number) => Difference | undefined)} */
function comparison(path, made) {
  const kept = join(repository, path);
  if (!existsSync(made)) return () => ({ count: 1, first: "the script did not make it" });
  if (!existsSync(kept)) return () => ({ count: 1, first: "the repository does not have it" });
  const [before, after] = [readFileSync(kept), readFileSync(made)];
  if (before.equals(after)) return () => undefined;
  if (!/\.(?:json|keras|h5)$/u.test(path)) return () => compareBytes(before, after);
  const parse = (/** @type {string} */ file) => JSON.parse(readFileSync(file, "utf8"));
  const read = path.endsWith(".json") ? parse : describeModel;
  const [left, right] = [read(kept), read(made)];
  return (tolerance) => compareJson(left, right, tolerance);
}

/** @type {(count: number) => string} */
const more = (count) => (count === 1 ? "" : ` (and ${count - 1} more)`);

/** @type {(folder: string) => string[]} */
function listMade(folder) {
  const listed = spawnSync("git", ["ls-files", "-o"], { cwd: folder, encoding: "utf8" });
  return listed.stdout.split("\n").filter(Boolean);
}

/**
 * Says of one fixture how it compares, and writes it to the repository if it differs and `check` is off.
 *
 * @param {string} path
 * @param {string} out
 * @param {import("./table.mjs").Row} row
 * @param {boolean} check
 * @returns {boolean} whether it differs
 */
function compareFile(path, out, row, check) {
  const compare = comparison(path, join(out, path));
  const tolerance = row.tolerance ?? defaultTolerance;
  const difference = compare(tolerance);
  if (difference === undefined) {
    const bits = compare(0);
    console.log(
      bits === undefined
        ? `equal: ${path}`
        : `equal within ${tolerance}: ${path}, ${bits.count} numbers not to the last bit`,
    );
    return false;
  }
  const word = check ? "differs" : "changed";
  console.log(`${word}: ${path} by ${row.script}: ${difference.first}${more(difference.count)}`);
  if (!check && existsSync(join(out, path))) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    copyFileSync(join(out, path), join(repository, path));
  }
  return true;
}

/**
 * @param {import("./table.mjs").Row} row
 * @param {readonly string[]} fixtures every fixture of the repository
 * @param {boolean} check compare only
 * @returns {number} how many fixtures differ; 1 if the script fails
 */
export function makeRow(row, fixtures, check) {
  const out = mkdtempSync(join(tmpdir(), "flowers-golden-"));
  try {
    spawnSync("git", ["init", "--quiet"], { cwd: out });
    const started = performance.now();
    const run = runPython([join(scriptsFolder, `${row.script}.py`)], out);
    const seconds = `${((performance.now() - started) / 1000).toFixed(0)} s`;
    if (run.status !== 0) {
      const lines = `${run.stderr}`.trim().split("\n").slice(-6).join("\n  ");
      console.log(`failed: ${row.script} (${seconds})\n  ${lines}`);
      return 1;
    }
    const paths = new Set([...fixtures.filter(matching(row.fixtures)), ...listMade(out)]);
    const differing = [...paths].sort().filter((path) => compareFile(path, out, row, check));
    const word = check ? "differ" : "changed";
    console.log(`${row.script}: ${paths.size} made in ${seconds}, ${differing.length} ${word}`);
    return check ? differing.length : 0;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

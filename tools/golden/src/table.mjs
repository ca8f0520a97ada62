/** The table of `fixtures.json`: which script makes which fixture, and which fixtures have none and why. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { matchesGlob } from "./glob.mjs";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Row
 * @property {string} script its path in `scripts/`, without `.py`
 * @property {readonly string[]} fixtures paths, or globs, of what it makes
 * @property {number} [tolerance] how far a number made again may be away, absolute below 1 and relative above; default 1e-6
 * @property {string} [reason] why the tolerance is not the default one
 * @property {readonly string[]} [needs] names of `programs`, or of packages in the requirements, that may be missing
 * @property {boolean} [quick] whether the tests run it where Python's Keras is
 *
 * @typedef {object} Exception
 * @property {readonly string[]} fixtures paths or globs
 * @property {string} reason
 *
 * @typedef {object} Table
 * @property {Readonly<Record<string, import("./programs.mjs").Program>>} programs
 * @property {readonly Row[]} scripts
 * @property {readonly Exception[]} exceptions
 */

/** TensorFlow's sums may end in another last bit on another processor. */
export const defaultTolerance = 1e-6;

export const repository = fileURLToPath(new URL("../../../", import.meta.url));
export const scriptsFolder = fileURLToPath(new URL("../scripts/", import.meta.url));

/** @returns {Table} */
export function readTable() {
  return JSON.parse(readFileSync(new URL("../fixtures.json", import.meta.url), "utf8"));
}

/**
 * Every fixture of the repository: the files in a folder called `fixtures` that git knows, TypeScript left out.
 *
 * @returns {string[]}
 */
export function listFixtures() {
  const files = execFileSync(
    "git",
    ["ls-files", "-co", "--exclude-standard", "--", ":(glob)**/fixtures/**"],
    {
      cwd: repository,
      encoding: "utf8",
    },
  );
  return files.split("\n").filter((path) => path !== "" && !/\.m?ts$/u.test(path));
}

/** @type {(patterns: readonly string[]) => (path: string) => boolean} */
export const matching = (patterns) => (path) => patterns.some((glob) => matchesGlob(path, glob));

/**
 * The rows that the names on the command line mean: a script's path or its last part, or a fixture's path or its last
 * part. All rows without names.
 *
 * @param {Table} table
 * @param {readonly string[]} names
 * @param {readonly string[]} fixtures
 * @returns {readonly Row[]}
 */
export function chooseRows(table, names, fixtures) {
  if (names.length === 0) return table.scripts;
  const chosen = new Set();
  for (const name of names) {
    const wanted = name.replace(/\.py$/u, "");
    const rows = table.scripts.filter(
      ({ script, fixtures: patterns }) =>
        script === wanted ||
        script.endsWith(`/${wanted}`) ||
        script.startsWith(`${wanted}/`) ||
        fixtures
          .filter(matching(patterns))
          .some((path) => path === name || path.endsWith(`/${name}`)),
    );
    if (rows.length === 0) {
      const scripts = table.scripts.map(({ script }) => script).join(", ");
      throw new Error(`golden: no script and no fixture is called "${name}". Scripts: ${scripts}.`);
    }
    rows.forEach((row) => chosen.add(row));
  }
  return table.scripts.filter((row) => chosen.has(row));
}

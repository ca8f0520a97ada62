// `pnpm golden [name...]` makes the fixtures that Python's Keras gives (all, or those of the named scripts or fixtures) and writes
// those that changed. `pnpm golden --check [name...]` writes nothing and says by name what differs.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { compareBytes, compareJson } from "./compare.mjs";
import {
  chooseRows,
  defaultTolerance,
  listFixtures,
  matching,
  readTable,
  repository,
  scriptsFolder,
} from "./table.mjs";

const python = process.env["KERAS_PYTHON"];

/** @type {(args: string[], out?: string) => import("node:child_process").SpawnSyncReturns<string>} */
function runPython(args, out) {
  const environment = {
    ...process.env,
    PYTHONPATH: scriptsFolder,
    PYTHONDONTWRITEBYTECODE: "1",
    TF_CPP_MIN_LOG_LEVEL: "3",
    ...(out === undefined ? {} : { GOLDEN_OUT: out }),
  };
  return spawnSync(String(python), args, {
    encoding: "utf8",
    cwd: out ?? repository,
    env: environment,
    maxBuffer: 2 ** 30,
  });
}

/** Which of the pinned packages are there in another version. */
function otherVersions() {
  const pins = readFileSync(new URL("../requirements.txt", import.meta.url), "utf8")
    .split("\n")
    .map((line) => /^([\w-]+)==(\S+)$/u.exec(line))
    .filter((pin) => pin !== null);
  const source =
    "import importlib.metadata as m, json, sys\n" +
    "def v(n):\n try: return m.version(n)\n except m.PackageNotFoundError: return 'none'\n" +
    "print(json.dumps({n: v(n) for n in sys.argv[1:]}))";
  const found = runPython(["-c", source, ...pins.map(([, name]) => String(name))]);
  if (found.status !== 0)
    throw new Error(`golden: KERAS_PYTHON (${python}) does not run.\n${found.stderr ?? ""}`);
  const versions = JSON.parse(found.stdout);
  return pins.flatMap(([, name, version]) =>
    versions[String(name)] === version
      ? []
      : [`${name} is ${versions[String(name)]} here, ${version} in requirements.txt`],
  );
}

/** A `.keras` file holds its date and memory addresses: what is compared is its configuration and weights. */
/** @type {(path: string) => unknown} */
function describeKeras(path) {
  const described = runPython([join(scriptsFolder, "describe_keras.py"), path]);
  if (described.status !== 0) throw new Error(described.stderr);
  return JSON.parse(described.stdout);
}

/** @type {(path: string, made: string, tolerance: number) => import("./compare.mjs").Difference | undefined} */
function compareFile(path, made, tolerance) {
  const kept = join(repository, path);
  if (!existsSync(made)) return { count: 1, first: "the script did not make it" };
  if (!existsSync(kept)) return { count: 1, first: "the repository does not have it" };
  const [before, after] = [readFileSync(kept), readFileSync(made)];
  if (before.equals(after)) return undefined;
  if (path.endsWith(".json")) {
    return compareJson(JSON.parse(before.toString()), JSON.parse(after.toString()), tolerance);
  }
  if (path.endsWith(".keras"))
    return compareJson(describeKeras(kept), describeKeras(made), tolerance);
  return compareBytes(before, after);
}

/** @type {(folder: string) => string[]} */
function listMade(folder) {
  const listed = spawnSync("git", ["ls-files", "-o"], { cwd: folder, encoding: "utf8" });
  return listed.stdout.split("\n").filter(Boolean);
}

/** @type {(row: import("./table.mjs").Row, fixtures: readonly string[], check: boolean) => number} */
function makeRow(row, fixtures, check) {
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
    const patterns = matching(row.fixtures);
    const paths = new Set([...fixtures.filter(patterns), ...listMade(out)]);
    let differing = 0;
    for (const path of [...paths].sort()) {
      const difference = compareFile(path, join(out, path), row.tolerance ?? defaultTolerance);
      if (difference === undefined) {
        console.log(`equal: ${path}`);
        continue;
      }
      const values = difference.count === 1 ? "" : ` (and ${difference.count - 1} more)`;
      console.log(
        `${check ? "differs" : "changed"}: ${path} by ${row.script}: ${difference.first}${values}`,
      );
      differing += 1;
      if (!check && existsSync(join(out, path))) {
        mkdirSync(dirname(join(repository, path)), { recursive: true });
        copyFileSync(join(out, path), join(repository, path));
      }
    }
    console.log(
      `${row.script}: ${paths.size} made in ${seconds}, ${differing} ${check ? "differ" : "changed"}`,
    );
    return check ? differing : 0;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** @returns {number} the exit code */
function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: "boolean", default: false } },
  });
  const fixtures = listFixtures();
  const rows = chooseRows(readTable(), positionals, fixtures);
  if (!python) {
    for (const { script } of rows) console.log(`skipped: ${script}`);
    console.log(
      "skipped: KERAS_PYTHON does not name a Python with tools/golden/requirements.txt installed",
    );
    return 0;
  }
  for (const line of otherVersions()) console.log(`note: ${line}`);
  const bad = rows.reduce((count, row) => count + makeRow(row, fixtures, values.check), 0);
  return bad === 0 ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

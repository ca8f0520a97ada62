// `pnpm golden [name...]` makes the fixtures that Python's Keras gives (all, or those of the named scripts or fixtures) and writes
// those that changed. `pnpm golden --check [name...]` writes nothing and says by name what differs. `--quick` leaves out the
// scripts that take long.
import { parseArgs } from "node:util";
import { makeRow } from "./make-row.mjs";
import { lacking, versionOf } from "./programs.mjs";
import { installedPackages, pinnedPackages, python } from "./python.mjs";
import { chooseRows, listFixtures, readTable } from "./table.mjs";

/** @returns {number} the exit code: 1 if a fixture differs or a script fails */
function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
    },
  });
  const fixtures = listFixtures();
  const table = readTable();
  const rows = chooseRows(table, positionals, fixtures).filter(
    ({ quick }) => !values.quick || quick === true,
  );
  if (!python) {
    for (const { script } of rows) console.log(`skipped: ${script}`);
    console.log(
      "skipped: KERAS_PYTHON does not name a Python with tools/golden/requirements.txt installed",
    );
    return 0;
  }
  const packages = pinnedPackages();
  const installed = installedPackages([...packages.keys()]);
  for (const [name, { version, from }] of packages) {
    const found = installed.get(name);
    if (found !== version)
      console.log(`note: ${name} is ${found ?? "none"} here, ${version} in ${from}`);
  }
  const pins = new Map([...packages, ...Object.entries(table.programs)]);
  let bad = 0;
  for (const row of rows) {
    const why = lacking(row.needs ?? [], pins, (name) =>
      packages.has(name) ? installed.get(name) : versionOf(name),
    );
    if (why === undefined) bad += makeRow(row, fixtures, values.check);
    else console.log(`skipped: ${row.script} ${why}`);
  }
  return bad === 0 ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

/**
 * `pnpm check:types` in a package's folder: strict types in each environment that the package has, a tsconfig for each: neutral (what
 * runs everywhere), node, browser. Beside those, `tsconfig.json` is what editors and the linter see, all files at once; alone, it is the one.
 * Other packages are seen by the declarations that they ship: build them before, as turbo does.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** TypeScript 7, which is an order of magnitude faster; declarations are made by TypeScript 5, whose interface tsup needs. */
const compiler = join(
  createRequire(import.meta.url).resolve("typescript-7/package.json"),
  "../bin/tsc",
);

function* configurationsIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = entries
    .map(({ name }) => name)
    .filter((name) => /^tsconfig\b.*\.json$/.test(name))
    .filter((name, _, all) => name !== "tsconfig.json" || all.length === 1);
  yield* names.map((name) => join(folder, name));
  for (const entry of entries) {
    if (!entry.isDirectory() || /^(\.|node_modules$|dist|fixtures$|template$)/.test(entry.name))
      continue;
    yield* configurationsIn(join(folder, entry.name));
  }
}

const statuses = [...configurationsIn(".")].map(
  (configuration) =>
    spawnSync(
      process.execPath,
      [compiler, "--project", configuration, "--noEmit", "--customConditions", "null"],
      { stdio: "inherit" },
    ).status,
);
process.exit(statuses.every((status) => status === 0) ? 0 : 1);

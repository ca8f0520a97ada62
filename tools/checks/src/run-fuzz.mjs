/**
 * Runs the property tests of all packages with fresh seeds: `pnpm test:fuzz [rounds]`, 5 rounds by default. Each round has one
 * seed, printed first; `FLOWERS_FUZZ_SEED=... pnpm --filter <package> test` runs it again. Stops at the first round that
 * finds something: make what it found a fixed case beside the test, then mend it.
 */
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const packages = "packages";

/** The tests of a package that call fast-check. */
function propertyTests(name) {
  const folder = join(packages, name, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .filter((file) => readFileSync(join(folder, file), "utf8").includes("fc.assert("))
    .map((file) => join("src", file));
}

const given = process.argv[2] ?? "5";
const rounds = Number(given);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(`test:fuzz: rounds must be a whole number from 1; received ${given}.\n`);
  process.exit(2);
}
const suites = readdirSync(packages)
  .map((name) => ({ name, files: propertyTests(name) }))
  .filter(({ files }) => files.length > 0);
for (let round = 1; round <= rounds; round++) {
  const seed = randomInt(2 ** 31);
  process.stdout.write(`round ${round} of ${rounds}: FLOWERS_FUZZ_SEED=${seed}\n`);
  for (const { name, files } of suites) {
    const { status } = spawnSync("pnpm", ["exec", "vitest", "run", ...files], {
      cwd: join(packages, name),
      env: { ...process.env, FLOWERS_FUZZ_SEED: String(seed) },
      stdio: "inherit",
    });
    if (status !== 0) process.exit(1);
  }
}

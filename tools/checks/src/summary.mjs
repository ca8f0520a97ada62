// Adds up the test results of every package and prints one closing line, with each skipped test by name above it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Prints the sum over the result files that the packages' test runs left. */
export function printSummary() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const group of ["packages", "apps", "tools"]) {
    for (const name of readdirSync(group)) {
      const file = join(group, name, ".vitest", "results.json");
      if (!existsSync(file)) continue;
      for (const suite of JSON.parse(readFileSync(file, "utf8")).testResults) {
        for (const test of suite.assertionResults) {
          const skipped = test.status !== "passed" && test.status !== "failed";
          counts[skipped ? "skipped" : test.status] += 1;
          if (skipped) process.stdout.write(`skipped: ${name}: ${test.fullName.trim()}\n`);
        }
      }
    }
  }
  process.stdout.write(
    `\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
  );
}

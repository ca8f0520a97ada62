// Adds up the test results of every package and prints one closing line, with each skipped and each failed test by name above it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Prints the sum over the result files that the packages' test runs left. */
export function printSummary() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  for (const group of ["packages", "apps", "tools"]) {
    for (const name of readdirSync(group)) {
      const file = join(group, name, ".vitest", "results.json");
      if (!existsSync(file)) continue;
      for (const suite of JSON.parse(readFileSync(file, "utf8")).testResults) {
        for (const test of suite.assertionResults) {
          const skipped = test.status !== "passed" && test.status !== "failed";
          counts[skipped ? "skipped" : test.status] += 1;
          const title = `${name}: ${test.fullName.trim()}`;
          if (skipped) process.stdout.write(`skipped: ${title}\n`);
          if (test.status === "failed") failures.push(told(title, test.failureMessages));
        }
        // A file that cannot be loaded has no tests of its own.
        if (suite.status === "failed" && suite.assertionResults.length === 0) {
          failures.push(told(`${name}: ${suite.name}`, [suite.message]));
          counts.failed += 1;
        }
      }
    }
  }
  for (const failure of failures) process.stdout.write(failure);
  process.stdout.write(
    `\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
  );
}

/** A failed test with the first lines of what it said, so that the end of a log tells why it failed. */
function told(title, messages) {
  const lines = messages.join("\n").split("\n").slice(0, 12);
  return `\nfailed: ${title}\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

/** Where KERAS_PYTHON names Python's Keras: the quick scripts make their fixtures again, equal to the repository's. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTable, repository } from "./table.mjs";

const python = process.env["KERAS_PYTHON"];
const quick = readTable().scripts.filter((row) => row.quick === true);

function golden(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const main = join(repository, "tools/golden/src/main.mjs");
  return spawnSync(process.execPath, [main, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
}

describe("pnpm golden --check", () => {
  it("has scripts that are quick enough for every run of the tests", () => {
    expect(quick.length).toBeGreaterThanOrEqual(5);
  });

  it.skipIf(!python)(
    `makes again what ${quick.map(({ script }) => script).join(", ")} made`,
    { timeout: 600_000 },
    () => {
      const run = golden(["--check", "--quick"]);
      expect(run.stdout.split("\n").filter((line) => /^(?:differs|failed)/u.test(line))).toEqual(
        [],
      );
      expect(run.status).toBe(0);
      for (const { script } of quick) expect(run.stdout).toContain(`\n${script}: `);
    },
  );

  it("names every script that it skips where KERAS_PYTHON is not set", () => {
    const run = golden(["--check"], { KERAS_PYTHON: "" });
    expect(run.status).toBe(0);
    for (const { script } of readTable().scripts) {
      expect(run.stdout).toContain(`skipped: ${script}\n`);
    }
  });

  it("says of a Python that does not run that it is KERAS_PYTHON", () => {
    const run = golden(["--check", "random/rng"], { KERAS_PYTHON: "/no/such/python" });
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("KERAS_PYTHON (/no/such/python) does not run");
  });

  it("refuses a name that it does not know", () => {
    const run = golden(["--check", "gradient"]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('is called "gradient"');
  });
});

/** Every fixture has the script that makes it, or stands in the table's exceptions with its reason. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pinnedPackages } from "./python.mjs";
import {
  chooseRows,
  listFixtures,
  matching,
  readTable,
  repository,
  scriptsFolder,
} from "./table.mjs";

const table = readTable();
const fixtures = listFixtures();
const patternsOfScripts = table.scripts.flatMap(({ fixtures: patterns }) => patterns);
const patternsOfExceptions = table.exceptions.flatMap(({ fixtures: patterns }) => patterns);

describe("fixtures.json", () => {
  it("names a script for every fixture, or the reason why it has none", () => {
    expect(fixtures.length).toBeGreaterThan(100);
    const known = matching([...patternsOfScripts, ...patternsOfExceptions]);
    expect(fixtures.filter((path) => !known(path))).toEqual([]);
  });

  it("names each fixture once", () => {
    const count = (path: string): number =>
      [...patternsOfScripts, ...patternsOfExceptions].filter((glob) => matching([glob])(path))
        .length;
    expect(fixtures.filter((path) => count(path) > 1)).toEqual([]);
  });

  it("names nothing that is not there", () => {
    for (const glob of [...patternsOfScripts, ...patternsOfExceptions]) {
      expect(fixtures.some(matching([glob])), glob).toBe(true);
    }
    for (const { script } of table.scripts) {
      expect(existsSync(join(scriptsFolder, `${script}.py`)), script).toBe(true);
    }
    for (const { reason } of table.exceptions) expect(reason).toMatch(/^[A-Z].{20,}\.$/u);
  });

  it("leaves no script out", () => {
    // Modules that scripts share lie above the packages' folders, or are called common.
    const shared = (path: string): boolean => /^[^/\\]+$|\bcommon\.py$/u.test(path);
    const scripts = readdirSync(scriptsFolder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".py") && !shared(path))
      .map((path) => path.replaceAll("\\", "/").replace(/\.py$/u, ""));
    const known = new Set(table.scripts.map(({ script }) => script));
    expect(scripts.filter((script) => !known.has(script))).toEqual([]);
  });

  it("gives the reason of every tolerance, and pins every program that a script needs", () => {
    const pins = new Map([...pinnedPackages(), ...Object.entries(table.programs)]);
    for (const { script, tolerance, reason, needs = [] } of table.scripts) {
      expect(reason === undefined, script).toBe(tolerance === undefined);
      if (reason !== undefined) expect(reason, script).toMatch(/^[A-Z].{20,}\.$/u);
      for (const name of needs) expect(pins.get(name)?.version, name).toMatch(/^[\d.]+$/u);
    }
    const needed = new Set(table.scripts.flatMap(({ needs = [] }) => needs));
    expect(Object.keys(table.programs).filter((name) => !needed.has(name))).toEqual([]);
  });

  it("lets no script give a new meaning to what it takes from golden.py", () => {
    for (const { script } of table.scripts) {
      const source = readFileSync(join(scriptsFolder, `${script}.py`), "utf8");
      const imported = /^from golden import (.+)$/mu.exec(source)?.[1]?.split(/,\s*/u) ?? [];
      for (const name of imported) {
        const bound = new RegExp(
          `^\\s*(?:${name}\\s*=[^=]|for\\b[^:]*\\b${name}\\b[^:]*\\bin\\b)`,
          "mu",
        );
        expect(bound.exec(source)?.[0], `${script}: ${name}`).toBeUndefined();
      }
    }
  });

  it("leaves no script beside a fixture", () => {
    expect(fixtures.filter((path) => path.endsWith(".py"))).toEqual([]);
  });

  it("pins each package to one version", () => {
    const lines = readFileSync(join(repository, "tools/golden/requirements.txt"), "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(lines.map((line) => line.split("==")[0])).toEqual(
      expect.arrayContaining(["keras", "tensorflow-cpu", "numpy", "pillow"]),
    );
    for (const line of lines) expect(line).toMatch(/^[\w-]+==[\d.]+$/u);
  });
});

describe("chooseRows", () => {
  const names = (...wanted: string[]): string[] =>
    chooseRows(table, wanted, fixtures).map(({ script }) => script);

  it("takes a script's path, its last part, its folder or a fixture's name", () => {
    expect(names("augmentation/gradients")).toEqual(["augmentation/gradients"]);
    expect(names("gradients.py")).toEqual(["augmentation/gradients"]);
    expect(names("dataset/families")).toContain("dataset/families/png");
    expect(names("frozen.keras")).toEqual(["training/frozen"]);
    expect(names()).toHaveLength(table.scripts.length);
  });

  it("refuses a name that means nothing, and lists the scripts", () => {
    expect(() => names("gradient")).toThrow(
      /no fixture is called "gradient".*augmentation\/gradients/u,
    );
  });
});

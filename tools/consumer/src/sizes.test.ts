/** No package grows past its budget unnoticed, and the table in docs/sizes.md says what is measured. */
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { measureAll, published } from "./sizes";

const page = await readFile(new URL("../../../docs/sizes.md", import.meta.url), "utf8");

const measured = await measureAll();

/** `| @flowers/x | 1.2 MB of 1.5 MB | ... |`: what the page says was measured, and the budget, in KB. */
function readRow(name: string): { said: number; budget: number }[] {
  const row = page.split("\n").find((line) => line.includes(`\`@flowers/${name}\``)) ?? "";
  return [...row.matchAll(/([\d,]+) of ([\d,]+)/g)].map(([, said = "", budget = ""]) => ({
    said: Number(said.replaceAll(",", "")),
    budget: Number(budget.replaceAll(",", "")),
  }));
}

describe.each(published)("%s", (name) => {
  it("keeps to its budgets, and the page says its sizes", () => {
    const { packed = NaN, installed = NaN, bundled = NaN } = measured.get(name) ?? {};
    const rows = readRow(name);
    // A command is not bundled for a page.
    const sizes = name === "create" ? [packed, installed] : [packed, installed, bundled];
    const kilobytes = sizes.map((size) => Math.ceil(size / 1000));
    expect(rows, `sizes in KB: ${kilobytes.join(", ")}`).toHaveLength(sizes.length);
    for (const [i, { said, budget }] of rows.entries()) {
      const found = kilobytes[i] ?? Infinity;
      expect(found, "over its budget").toBeLessThanOrEqual(budget);
      // Another version of a compressor or of a binary moves them a little.
      expect(
        Math.abs(found - said),
        `the page says ${said}, measured ${found}`,
      ).toBeLessThanOrEqual(Math.max(3, 0.25 * said));
    }
  });
});

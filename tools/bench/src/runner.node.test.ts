import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Peer } from "./contract";
import { measure } from "./runner.mjs";
import { spread } from "./statistics.mjs";
import { table } from "./table.mjs";

describe("spread", () => {
  it("is the middle, or the mean of the two middle ones, between the ends", () => {
    expect(spread([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
    expect(spread([4, 1, 2, 10])).toEqual({ median: 3, least: 1, most: 10 });
  });
});

describe("the runner", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "flowers-bench-test-"));
    // Writes its name for every sample, prints a line that is no JSON, and answers by its own count.
    writeFileSync(
      join(folder, "peer.mjs"),
      `import { appendFileSync } from "node:fs";
       import { createInterface } from "node:readline";
       const [name, log] = process.argv.slice(2);
       if (name === "broken") throw new Error("no library here");
       console.log(JSON.stringify({ versions: { peer: "1" } }));
       let n = 0;
       for await (const line of createInterface({ input: process.stdin })) {
         appendFileSync(log, name);
         console.log("a banner");
         n++;
         console.log(JSON.stringify({ parts: { "": { items: n, seconds: 1, cpuSeconds: 2 } }, peakMB: n }));
       }`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const peer = (name: string): Peer => ({
    name,
    command: process.execPath,
    args: [join(folder, "peer.mjs"), name, join(folder, "log")],
  });

  it("lets peers take turns, leaves warm-ups out, and says who is missing", async () => {
    const said: string[] = [];
    const rows = await measure(
      [
        peer("a"),
        { ...peer("b"), fresh: true },
        peer("broken"),
        { name: "c", missing: "it is not installed." },
      ],
      { rounds: 3, warmUps: 1, say: (line) => said.push(line) },
    );
    expect(readFileSync(join(folder, "log"), "utf8")).toBe("aababab");
    expect(rows.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(rows[0]?.answers.map(({ parts }) => parts[""]?.items)).toEqual([2, 3, 4]);
    expect(rows[1]?.answers.map(({ parts }) => parts[""]?.items)).toEqual([1, 1, 1]);
    expect(said.some((line) => /^without broken: /.test(line))).toBe(true);
    expect(said).toContain("without c: it is not installed.");
    expect(table(rows, "things").split("\n")).toEqual([
      "|  | things/s | lowest to highest | processor ms each | peak MB |",
      "| --- | ---: | ---: | ---: | ---: |",
      "| a | **3.00** | 2.00 to 4.00 | 667 | 4 |",
      "| b | **1.00** | 1.00 to 1.00 | 2000 | 1 |",
    ]);
  });
});

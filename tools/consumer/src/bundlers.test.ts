/**
 * The first example of every package, as its README shows it, in a page that each bundler builds: it prints there what it
 * prints in Node.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findChromium } from "@flowers-tools/testing/config";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundlers } from "./bundlers/bundlers";
import { writeExamples } from "./bundlers/examples";
import { openBuiltPage } from "./chromium";
import { type EmptyProject, makeEmptyProject } from "./empty-project";

const ours = [
  "random",
  "files",
  "dataset",
  "augmentation",
  "model-zoo",
  "efficientnet-lite0",
  "training",
  "plot",
  "backend",
  "keras-format",
  "keras",
] as const;

interface Report {
  readonly name: string;
  /** What each example printed: words by call; or, as text, why it failed. */
  readonly report: Readonly<Record<string, readonly unknown[] | string>>;
}

/** Numbers to three places: WebAssembly adds in another order with threads than without. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === "number" ? Number(part.toFixed(3)) : part,
    ),
  );

const chromium = findChromium();
const reason =
  process.env["FLOWERS_BUNDLERS"] !== "on"
    ? ": it takes minutes and a network (FLOWERS_BUNDLERS=on)"
    : !chromium
      ? ": no chromium on PATH (set CHROMIUM_PATH)"
      : "";

describe.skipIf(reason !== "")(`building with every bundler${reason}`, () => {
  let project: EmptyProject;
  let expected: Report["report"];
  /** Runs a script in a folder of the project. */
  const runIn = async (folder: string, name: string, code: string): Promise<string> => {
    await mkdir(join(project.folder, folder), { recursive: true });
    return project.runScript(join(folder, name), `process.chdir(import.meta.dirname);\n${code}`);
  };
  beforeAll(async () => {
    project = await makeEmptyProject(
      ours,
      bundlers.flatMap(({ packages }) => packages),
    );
    await writeExamples(join(project.folder, "node"), "node");
    const printed = await runIn(
      "node",
      "node.mjs",
      `import { runAll } from "./examples/run.js";
globalThis.wasmFiles = {};
console.log(await runAll({}));`,
    );
    expected = (JSON.parse(printed.trim().split("\n").at(-1) ?? "") as Report).report;
  }, 600_000);
  afterAll(() => project.remove());

  it("in Node every example runs", () => {
    expect(Object.values(expected).filter((printed) => typeof printed === "string")).toEqual([]);
  });

  it.each(bundlers)("$name", { timeout: 600_000 }, async ({ folder, files, build }) => {
    const own = join(project.folder, folder);
    await writeExamples(own, "page");
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(own, path)), { recursive: true });
      await writeFile(join(own, path), text);
    }
    await runIn(folder, "build.mjs", build);
    const { logged } = await openBuiltPage(own, chromium ?? "");
    const { report } = JSON.parse(String(logged[0])) as Report;
    expect(rounded(report)).toEqual(rounded(expected));
  });
});

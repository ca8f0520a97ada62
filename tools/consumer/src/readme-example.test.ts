/** The example of the augmentation README, copied as it stands into empty projects: Node, a Vite page, and tsc. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { findChromium } from "@flowers-tools/testing/config";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBuiltPage } from "./chromium";
import { type EmptyProject, makeEmptyProject } from "./empty-project";
import { readExample, type ReadmeExample } from "./readme";

const chromium = findChromium();
/** The numbers of a text. */
const numbersOf = (text: string): number[] => (text.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

describe("the example of @flowers/augmentation's README with the packed package and stock TensorFlow.js", () => {
  let project: EmptyProject;
  let example: ReadmeExample;
  beforeAll(async () => {
    project = await makeEmptyProject(["random", "augmentation"], ["vite@^8.3.8"]);
    example = await readExample("augmentation");
  });
  afterAll(() => project.remove());

  it("is short", () => {
    expect(example.code.trim().split("\n").length).toBeLessThanOrEqual(15);
  });

  it("prints in Node what the README says", async () => {
    const printed = await project.runScript("example.js", example.code);
    // tfjs says hello on the error stream and, in Node, on the output: what matters is at the end.
    expect(printed.trimEnd().endsWith(example.output.trimEnd())).toBe(true);
  });

  it("passes strict type checks against the packed types", async () => {
    const file = join(project.folder, "example.ts");
    await writeFile(file, example.code);
    const program = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      skipLibCheck: true, // of tfjs, whose types do not pass
      types: [],
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    });
    const faults = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    expect(faults).toEqual([]);
  });

  it.skipIf(!chromium)(
    chromium
      ? "gives the same numbers in a page built with Vite"
      : "gives the same numbers in a page built with Vite: no chromium on PATH (set CHROMIUM_PATH)",
    async () => {
      await mkdir(join(project.folder, "page"));
      await writeFile(join(project.folder, "page", "main.js"), example.code);
      await writeFile(
        join(project.folder, "page", "index.html"),
        '<!doctype html><link rel="icon" href="data:," /><script type="module" src="/main.js"></script>',
      );
      // The project's own Vite, in a process of its own, without a configuration: as a newcomer has it.
      await project.runScript(
        "build.js",
        'import { build } from "vite"; await build({ root: "page", logLevel: "error" });',
      );
      const { logged, complaints } = await openBuiltPage(join(project.folder, "page"), chromium!);
      const [shape, ...pixels] = logged.flat(2) as number[];
      const [expectedShape, ...expected] = numbersOf(
        example.output.replace(/Float32Array\(3\)/, ""),
      );
      expect(shape).toBe(expectedShape);
      expect(pixels).toHaveLength(expected.length);
      // The page runs on WebGL, whose shaders round positions a little differently: as in the package's golden test.
      for (const [i, value] of expected.entries())
        expect(Math.abs(pixels[i]! - value)).toBeLessThan(1e-2);
      expect(complaints).toEqual([]);
    },
  );
});

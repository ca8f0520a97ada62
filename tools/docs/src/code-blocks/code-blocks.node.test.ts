/** Every block of TypeScript that a page shows passes strict type checks and runs, and prints what the page says. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { useBackend } from "@flowers/backend";
import { getRandomState, setRandomState } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import sharp, { type Sharp } from "sharp";
import ts from "typescript";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { writtenPages } from "../written-pages";
import { type PageProgram, readPrograms } from "./read-blocks";

const root = new URL("../../../../", import.meta.url);
/** Inside the project, so that the programs find its packages; git does not see it. */
const made = fileURLToPath(new URL("../../.code-blocks/", import.meta.url));

const programs = (
  await Promise.all((await writtenPages()).map((page) => readPrograms(root, page)))
).flat();

const fileOf = ({ page, number }: PageProgram, kind: string): string =>
  join(made, `${page.replaceAll(/[^a-zA-Z0-9]+/g, "-")}-${number}.${kind}.ts`);

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true, // of tfjs, whose types do not pass
  types: ["node"],
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  customConditions: ["@flowers/source"],
};

beforeAll(async () => {
  await rm(made, { recursive: true, force: true });
  await mkdir(made, { recursive: true });
  for (const program of programs) {
    await writeFile(fileOf(program, "checked"), program.checked);
    await writeFile(fileOf(program, "run"), program.run);
  }
});
afterAll(() => rm(made, { recursive: true, force: true }));

describe("the code that the pages show passes strict type checks", () => {
  let compiled: ts.Program;
  beforeAll(() => {
    compiled = ts.createProgram(
      programs.map((program) => fileOf(program, "checked")),
      options,
    );
  });

  it.each(programs)("$page, program $number", (program) => {
    const source = compiled.getSourceFile(fileOf(program, "checked"));
    const faults = [
      ...compiled.getSyntacticDiagnostics(source),
      ...compiled.getSemanticDiagnostics(source),
    ].map(({ messageText, start = 0 }) => {
      const line = source?.text.slice(0, start).split("\n").length;
      return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
    expect(faults).toEqual([]);
  });
});

describe("the code that the pages show runs", () => {
  const home = process.cwd();
  const fresh = getRandomState();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "flowers-pages-"));
    await makePhotos(folder);
    await useBackend("auto");
  });
  afterEach(() => {
    process.chdir(home);
    setRandomState(fresh);
    vi.restoreAllMocks();
    tf.disposeVariables();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(programs)("$page, program $number", async (program) => {
    let printed = "";
    vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => {
      printed += `${format(...words)}\n`;
    });
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      printed += String(text);
      return true;
    });
    process.chdir(folder);
    await import(/* @vite-ignore */ fileOf(program, "run"));
    if (program.prints !== undefined) expect(trimmed(printed)).toBe(trimmed(program.prints));
  });
});

/** Without the blanks at the ends of lines, which pages do not keep. */
const trimmed = (text: string): string => text.replaceAll(/ +$/gm, "").trim();

/** What the pages' programs find beside them: class folders of small pictures, and photos to classify. */
async function makePhotos(folder: string): Promise<void> {
  const classNames = ["daisy", "dandelion", "roses", "sunflowers", "tulips"];
  for (const root of ["flower_photos", "photos"]) {
    for (const [label, name] of classNames.entries()) {
      await mkdir(join(folder, root, name), { recursive: true });
      for (let i = 0; i < 6; i++) {
        await picture(60 + 30 * label, 40 * i).toFile(join(folder, root, name, `${i}.jpg`));
      }
    }
  }
  for (const name of ["sunflower.jpg", "photo.jpg", "rose.jpg"])
    await picture(200, 120).toFile(join(folder, name));
}

function picture(red: number, green: number): Sharp {
  return sharp({
    create: { width: 24, height: 20, channels: 3, background: { r: red, g: green, b: 90 } },
  }).jpeg();
}

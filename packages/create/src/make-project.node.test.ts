/** A project is what was asked for, passes strict type checks, and trains and classifies. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import ts from "typescript";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { runCommandLine } from "./cli";
import { CreateError } from "./errors";
import { makeProject } from "./make-project";

const own = fileURLToPath(new URL("..", import.meta.url));
const home = process.cwd();
let folder: string;
beforeAll(async () => {
  // Inside this package, so that the project finds the packages beside it; git does not see it.
  await mkdir(join(own, ".vitest"), { recursive: true });
  folder = await mkdtemp(join(own, ".vitest", "made-"));
});
afterEach(() => {
  process.chdir(home);
  vi.restoreAllMocks();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("makeProject", () => {
  it("refuses a folder that has files, and photos that are not there, in a sentence", async () => {
    const full = join(folder, "full");
    await mkdir(full);
    await writeFile(join(full, "notes.txt"), "mine");
    await expect(makeProject({ folder: full, kind: "node" })).rejects.toThrow("is not empty");
    expect(await readdir(full)).toEqual(["notes.txt"]);
    const refused = await makeProject({
      folder: join(folder, "new"),
      kind: "node",
      photos: "nowhere",
    }).catch((error: unknown) => error);
    expect(CreateError.is(refused) && refused.code).toBe("not-found");
    expect(await readdir(folder)).not.toContain("new");
  });

  it("writes the page only when it is asked for, and no word of the template is left", async () => {
    const node = await makeProject({ folder: join(folder, "a"), kind: "node" });
    const page = await makeProject({ folder: join(folder, "b"), kind: "page" });
    expect(page.filter((file) => !node.includes(file))).toEqual([
      "index.html",
      "src/env.d.ts",
      "src/page.ts",
      "vite.config.ts",
    ]);
    expect(node).toContain(".gitignore");
    for (const file of page) {
      const text = await readFile(join(folder, "b", file), "utf8");
      expect(text, file).not.toMatch(/"(PHOTOS|MODEL|TYPES)"|run NEXT/);
    }
  });
});

describe("the command", () => {
  const run = async (
    words: string[],
    answers?: string[],
  ): Promise<{ code: number; said: string }> => {
    const input = new PassThrough();
    const output = new PassThrough();
    let said = "";
    output.on("data", (text: Buffer) => {
      said += text.toString();
      // A question waits for its answer.
      if (/\] $/.test(said)) input.write(`${answers?.shift() ?? ""}\n`);
    });
    const code = await runCommandLine(words, {
      input,
      output,
      writeError: (text) => (said += text),
      terminal: answers !== undefined,
      client: "pnpm/10.34.9 npm/? node/v20",
    });
    return { code, said };
  };

  it("asks for what the words leave open", async () => {
    process.chdir(folder);
    const { code, said } = await run([], ["asked", "page", ""]);
    expect(code).toBe(0);
    expect(said).toContain("cd asked");
    expect(said).toContain("pnpm run dev");
    expect(await readdir(join(folder, "asked"))).toContain("index.html");
  });

  it.each([
    [["x", "--for", "phone"], "--for must be node or page. Received: phone."],
    [["x", "y"], "One folder is made, not 2"],
    [["x", "--photo", "p"], "Unknown option '--photo'"],
  ])("%s is wrong usage", async (words, sentence) => {
    const { code, said } = await run(words);
    expect(code).toBe(2);
    expect(said).toContain(sentence);
    expect(said).not.toContain("    at ");
  });

  it("says its options", async () => {
    expect(await run(["--help"])).toMatchObject({ code: 0 });
  });
});

describe("a project for the page", () => {
  let project: string;
  beforeAll(async () => {
    project = join(folder, "page");
    for (const [name, background] of Object.entries({ red: "#d03020", blue: "#2040c0" })) {
      await mkdir(join(folder, "photos", name), { recursive: true });
      for (let i = 0; i < 6; i++) {
        await sharp({ create: { width: 40 + i, height: 40, channels: 3, background } })
          .jpeg()
          .toFile(join(folder, "photos", name, `${i}.jpg`));
      }
    }
    await makeProject({ folder: project, kind: "page", photos: join(folder, "photos") });
  });

  it("passes strict type checks", () => {
    const program = ts.createProgram(
      ["train", "classify", "page", "settings"]
        .map((name) => join(project, "src", `${name}.ts`))
        .concat(join(project, "src/env.d.ts")),
      {
        strict: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
        skipLibCheck: true,
        types: ["node"],
        lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        customConditions: ["@flowers/source"],
      },
    );
    const faults = ts
      .getPreEmitDiagnostics(program)
      .filter(({ file }) => file?.fileName.includes("/made-"))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    expect(faults).toEqual([]);
  });

  it("trains on its photos, and knows one again", async () => {
    const said: string[] = [];
    vi.spyOn(console, "log").mockImplementation(
      (...words: unknown[]) => void said.push(words.join(" ")),
    );
    vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    process.chdir(project);
    await import(/* @vite-ignore */ join(project, "src/train.ts"));
    expect(said.at(-1)).toBe(
      "The model is in public/model, its curves in curves.png. Now: npm run dev",
    );
    expect((await readdir(join(project, "public/model"))).sort()).toEqual([
      "classes.json",
      "model.keras",
    ]);
    const before = process.argv;
    process.argv = [...before.slice(0, 2), join(folder, "photos/red/3.jpg")];
    try {
      await import(/* @vite-ignore */ join(project, "src/classify.ts"));
    } finally {
      process.argv = before;
    }
    expect(said.at(-1)).toMatch(/3\.jpg: red \d/);
  });
});

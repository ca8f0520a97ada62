/** Files on disk: their contract, writers that are killed, and a disk that is full. */
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FilesError } from "../../errors";
import { folderStore } from "../../folder-store";
import { writeFolder } from "../../write-folder";

const source = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const outDir = resolve(source, `../.vitest/built-${process.pid}`);
let folder = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "flowers-files-"));
  await build({
    config: false,
    silent: true,
    dts: false,
    entry: { files: join(source, "index.ts") },
    outDir,
    format: "esm",
    platform: "node",
    target: "node20",
    noExternal: [/^#platform$/],
    esbuildOptions: (options) => {
      options.conditions = ["@flowers/source"];
    },
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(outDir, { recursive: true, force: true });
});

/** A script beside the built package; returns its path. */
function scriptOf(text: string): string {
  const path = join(outDir, "script.mjs");
  writeFileSync(path, text);
  return path;
}

describe("files on disk", () => {
  it("are written, replaced, appended to and removed, folders made on the way", async () => {
    const store = folderStore(join(folder, "contract"));
    expect(await store.read("a/b.bin")).toBeNull();
    await store.writeAtomic("a/b.bin", Uint8Array.of(1, 2, 3));
    await store.writeAtomic("a/b.bin", Uint8Array.of(4));
    await store.append("a/b.bin", Uint8Array.of(5, 6));
    expect(await store.read("a/b.bin")).toEqual(Uint8Array.of(4, 5, 6));
    await store.append("new.txt", Uint8Array.of(7));
    await store.removeEmptyFolder("a"); // is not empty: stays
    expect(readdirSync(join(folder, "contract")).sort()).toEqual(["a", "new.txt"]);
    for (const path of ["a/b.bin", "a/b.bin", "no/such/file"]) await store.remove(path);
    for (const path of ["a", "no/such/folder"]) await store.removeEmptyFolder(path);
    expect(readdirSync(join(folder, "contract"))).toEqual(["new.txt"]);
  });

  it("say in one sentence what the system refuses", async () => {
    const store = folderStore(join(folder, "contract"));
    await store.writeAtomic("file", Uint8Array.of(1));
    const refusals: [() => Promise<unknown>, string][] = [
      [() => store.writeAtomic("file/x", Uint8Array.of(1)), "cannot write "],
      [() => store.append("file/x", Uint8Array.of(1)), "cannot append to "],
      [() => store.read(""), "cannot read "],
      [() => store.removeEmptyFolder("file"), "cannot remove "],
    ];
    for (const [work, message] of refusals) {
      const error: unknown = await work().catch((reason: unknown) => reason);
      expect(FilesError.is(error) ? [error.code, error.message] : error).toEqual([
        "file",
        expect.stringContaining(message),
      ]);
    }
    expect(() => folderStore({ kind: "directory", name: "x" })).toThrow("must be a path in Node");
  });

  it("are whole whenever their writer is killed", async () => {
    const path = join(folder, "killed/state.bin");
    const script = scriptOf(`
      import { files } from "./files.js";
      for (let i = 1; ; i++) {
        await files.writeAtomic(process.argv[2], new Uint8Array(300_000).fill(i % 256));
        if (i === 1) process.stdout.write("writing");
      }`);
    for (let kill = 0; kill < 8; kill++) {
      const child = spawn(process.execPath, [script, path], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = new Promise((done) => child.on("exit", done));
      await new Promise((done) => child.stdout.once("data", done));
      await new Promise((done) => setTimeout(done, Math.random() * 40));
      child.kill("SIGKILL");
      await ended;
      const bytes = readFileSync(path);
      expect(bytes.length).toBe(300_000);
      expect(new Set(bytes).size).toBe(1);
    }
    await folderStore(dirname(path)).writeAtomic("state.bin", Uint8Array.of(1));
    expect(readdirSync(dirname(path))).toEqual(["state.bin"]); // nothing is left of the killed ones
  });
});

describe.skipIf(process.platform === "win32")("a disk that is full", () => {
  it("leaves the previous content, and nothing else", () => {
    const room = join(folder, "room");
    const script = scriptOf(`
      import { folderStore, writeFolder } from "./files.js";
      const store = folderStore("room");
      const big = new Uint8Array(2 ** 20).fill(7);
      await store.writeAtomic("kept.bin", Uint8Array.of(1, 2, 3));
      const works = [
        () => store.writeAtomic("kept.bin", big),
        () => store.writeAtomic("new.bin", big),
        () => store.append("kept.bin", big),
        () => writeFolder("room/model", { "a.bin": [Uint8Array.of(1)], "b.bin": [big] }),
      ];
      for (const work of works)
        await work().catch((error) => process.stderr.write(error.code + " " + error.message + "\\n"));`);
    const limited = 'ulimit -f 512 && [ "$(ulimit -f)" = 512 ] && exec "$@"';
    const { stderr } = spawnSync("sh", ["-c", limited, "sh", process.execPath, script], {
      cwd: folder,
      encoding: "utf8",
      timeout: 240_000,
    });
    const file = (name: string): string => `"${join("room", name)}"`;
    expect(stderr.trim().split("\n")).toEqual([
      `disk-full cannot write ${file("kept.bin")}: no room is left on the disk (EFBIG).`,
      `disk-full cannot write ${file("new.bin")}: no room is left on the disk (EFBIG).`,
      `disk-full cannot append to ${file("kept.bin")}: no room is left on the disk (EFBIG).`,
      `disk-full cannot write to ${file("model")}: no room is left on the disk (EFBIG).`,
    ]);
    expect(readdirSync(room)).toEqual(["kept.bin"]);
    expect([...readFileSync(join(room, "kept.bin"))]).toEqual([1, 2, 3]);
  });

  it.skipIf(!existsSync("/dev/full"))("is told in the system's word", async () => {
    symlinkSync("/dev/full", join(folder, "device"));
    await expect(folderStore(folder).append("device", Uint8Array.of(1))).rejects.toMatchObject({
      code: "disk-full",
      message: expect.stringContaining("no room is left on the disk (ENOSPC).") as string,
      remedy: "Free some space, or name a folder on another disk.",
    });
  });
});

describe("writeFolder", () => {
  const text = (path: string): string => readFileSync(path, "utf8");
  const pieces = (...parts: string[]): Uint8Array[] =>
    parts.map((part) => new TextEncoder().encode(part));

  it("makes a folder with all of its files, and replaces those of one that is there", async () => {
    const target = join(folder, "deep/model");
    await writeFolder(target, { "weights.bin": pieces("ab", "cd"), "model.json": pieces("{}") });
    expect(text(join(target, "weights.bin"))).toBe("abcd");
    writeFileSync(join(target, "notes.txt"), "mine");
    await writeFolder(`${target}/`, { "weights.bin": pieces("new"), "model.json": pieces("[]") });
    expect(readdirSync(target).sort()).toEqual(["model.json", "notes.txt", "weights.bin"]);
    expect(text(join(target, "weights.bin"))).toBe("new");
    expect(readdirSync(join(folder, "deep"))).toEqual(["model"]);
  });

  it("refuses a path that is a file, or runs through one", async () => {
    mkdirSync(join(folder, "paths"));
    const file = join(folder, "paths/file");
    writeFileSync(file, "x");
    await expect(writeFolder(file, {})).rejects.toMatchObject({ code: "invalid-argument" });
    await expect(writeFolder(join(file, "x"), { a: [] })).rejects.toMatchObject({ code: "file" });
    expect(readdirSync(join(folder, "paths"))).toEqual(["file"]);
  });
});

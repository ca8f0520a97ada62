/** Two processes, one folder: one works, the other is told; and what killed ones left is taken over. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makerOf, thisProcess } from "../processes";
import { finishReplacing, replaceFolder } from "./replace-folder";
import { lockRun } from "./run-lock";

const [host = "", , start = "0"] = thisProcess.split(".");

let home: string;
let gone: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "flowers-lock-"));
  gone = `${host}.${await pidThatIsGone()}.${start}`;
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** The number of a process that has ended. */
async function pidThatIsGone(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.once("exit", resolve));
  return child.pid ?? 0;
}

async function folderWith(name: string, ...files: readonly string[]): Promise<string> {
  const folder = join(home, name);
  await mkdir(folder, { recursive: true });
  for (const file of files) await writeFile(join(folder, file), name);
  return folder;
}

describe("makerOf", () => {
  it("knows this process, one that is gone, another machine's, and one that got an old number", () => {
    expect(makerOf(`x.${thisProcess}.lock`)).toEqual({
      pid: process.pid,
      isHere: true,
      runs: true,
    });
    expect(makerOf(`x.${gone}.lock`)?.runs).toBe(false);
    expect(makerOf(`x.other-${gone}.lock`)).toMatchObject({ isHere: false, runs: true });
    const reused = makerOf(`x.${host}.${process.pid}.7.lock`)?.runs;
    expect(reused).toBe(start === "0"); // only Linux says when a process began
    expect(makerOf("model.json")).toBeNull();
  });
});

describe("lockRun", () => {
  it("takes over from processes that are gone", async () => {
    const folder = await folderWith("stale", `.in-use.${gone}.lock`);
    await lockRun(folder);
    expect(await readdir(folder)).toEqual([`.in-use.${thisProcess}.lock`]);
  });

  it("refuses a folder in which another process works, and leaves no lock of its own", async () => {
    const other = `.in-use.${host}.${process.ppid}.0.lock`;
    const folder = await folderWith("busy", other);
    await expect(lockRun(folder)).rejects.toThrow(
      `"${folder}" is in use by another flowers command (process ${process.ppid}).`,
    );
    expect(await readdir(folder)).toEqual([other]);
    const far = await folderWith("far", `.in-use.elsewhere.${process.pid}.0.lock`);
    await expect(lockRun(far)).rejects.toThrow(/process \d+ on another machine/);
  });
});

describe("replaceFolder", () => {
  const read = async (path: string): Promise<string[]> => (await readdir(path)).sort();

  it("puts the new folder in the place of the old one", async () => {
    const path = await folderWith("plain", "run.json", "old");
    await replaceFolder(path, (next) => writeFile(join(next, "run.json"), "new"));
    expect(await read(path)).toEqual(["run.json"]);
    expect((await read(home)).filter((name) => name.startsWith("plain"))).toEqual(["plain"]);
  });

  it("leaves the old one when the new one cannot be written", async () => {
    const path = await folderWith("kept", "run.json", "old");
    const full = new Error("no room");
    await expect(replaceFolder(path, () => Promise.reject(full))).rejects.toBe(full);
    expect(await read(path)).toEqual(["old", "run.json"]);
    expect((await read(home)).filter((name) => name.startsWith("kept"))).toEqual(["kept"]);
  });

  it.each<readonly [string, readonly string[], readonly string[]]>([
    ["before the first rename", ["", "next"], ["old", "run.json"]],
    ["between the renames", ["next", "replaced"], ["old", "run.json"]],
    ["after both", ["new", "replaced"], ["new", "run.json"]],
  ])("is finished or taken back after a kill %s", async (when, folders, expected) => {
    const parent = join(home, when.replaceAll(" ", "-"));
    const names: Readonly<Record<string, readonly [string, string]>> = {
      "": ["run", "old"],
      new: ["run", "new"],
      next: [`run.next.${gone}.run`, "new"],
      replaced: [`run.replaced.${gone}.run`, "old"],
    };
    for (const folder of folders) {
      const [name, content] = names[folder] ?? ["", ""];
      await mkdir(join(parent, name), { recursive: true });
      for (const file of ["run.json", content]) await writeFile(join(parent, name, file), "");
    }
    await finishReplacing(parent);
    expect(await readdir(parent)).toEqual(["run"]);
    expect(await read(join(parent, "run"))).toEqual([...expected].sort());
  });

  it("leaves alone what another process is about to do, and never loses the only run", async () => {
    const parent = join(home, "other");
    const running = `run.replaced.${host}.${process.ppid}.0.run`;
    const blocked = `blocked.replaced.${gone}.run`;
    for (const name of [running, blocked, "blocked"]) {
      await mkdir(join(parent, name), { recursive: true });
      await writeFile(join(parent, name, name === "blocked" ? "thesis.txt" : "run.json"), "");
    }
    await finishReplacing(parent);
    expect((await readdir(parent)).sort()).toEqual(["blocked", blocked, running].sort());
  });
});

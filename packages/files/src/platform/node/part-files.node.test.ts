/** What a killed write left is removed by the next one; what another process is writing stays. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { folderStore } from "../../folder-store";
import { temporaryName } from "./part-files";

let folder = "";
const alive = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "flowers-parts-"));
});

afterAll(() => {
  alive.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await new Promise((resolve) => child.on("exit", resolve));
  return child.pid as number;
}

it.each(["writeAtomic", "remove"] as const)(
  "%s clears away after killed processes",
  async (verb) => {
    const inside = join(folder, verb);
    mkdirSync(inside);
    const host = hostname().replace(/[^A-Za-z0-9-]/g, "-");
    const part = (file: string, from: string, pid: number | undefined): string =>
      `${file}.${from}.${pid}.0.7.part`;
    const stale = [
      part("state.bin", host, await endedPid()),
      part("state.bin", host, process.pid), // of a former process with our number
    ];
    const kept = [
      part("state.bin", host, alive.pid),
      part("state.bin", `${host}2`, 1),
      part("other.bin", host, await endedPid()),
      "state.bin.part",
      `state.bin.${host}.notes.part`,
    ].sort();
    for (const name of [...stale, ...kept]) writeFileSync(join(inside, name), "x");
    const store = folderStore(inside);
    if (verb === "writeAtomic") await store.writeAtomic("state.bin", Uint8Array.of(1));
    else await store.remove("state.bin");
    const expected = verb === "writeAtomic" ? [...kept, "state.bin"].sort() : kept;
    expect(readdirSync(inside).sort()).toEqual(expected);
  },
);

it("writes several files at once, to one path too, without taking one for a leftover", async () => {
  const store = folderStore(folder);
  const write = (i: number): Promise<void> =>
    store.writeAtomic("many.bin", new Uint8Array(100_000).fill(i));
  await Promise.all(Array.from({ length: 20 }, (_, i) => write(i)));
  const bytes = await store.read("many.bin");
  expect(new Set(bytes).size).toBe(1);
  expect(bytes?.length).toBe(100_000);
  expect(temporaryName("a/b")).not.toBe(temporaryName("a/b"));
});

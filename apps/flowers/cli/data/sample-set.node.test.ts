/** Painting that is stopped anywhere leaves nothing, and nobody who still paints. */
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { thisProcess } from "../processes";
import { ensureSampleSet } from "./sample-set";

describe("the sample set", () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "flowers-sample-"));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it.each([0, 1, 2, 3, 4, 7, 12])("stopped after %i pictures leaves nothing", async (count) => {
    const controller = new AbortController();
    const stop = new Error("stopped");
    let painted = 0;
    if (count === 0) controller.abort(stop);
    const painting = ensureSampleSet(home, {
      signal: controller.signal,
      onProgress: (done) => {
        painted = done;
        if (done === count) controller.abort(stop);
      },
    });
    await expect(painting).rejects.toBe(stop);
    expect(await readdir(home)).toEqual([]);
    const atTheEnd = painted;
    await new Promise((resolve) => setTimeout(resolve, 20)); // whoever still paints would be heard of
    expect(painted).toBe(atTheEnd);
    expect(await readdir(home)).toEqual([]);
  });

  it.each([1, 2, 5])("that fails at picture %i leaves nothing", async (count) => {
    const full = new Error("the disk is full");
    const painting = ensureSampleSet(home, {
      onProgress: (done) => {
        if (done === count) throw full;
      },
    });
    await expect(painting).rejects.toBe(full);
    expect(await readdir(home)).toEqual([]);
  });

  it("removes the drafts of processes that are gone, and no others", async () => {
    const [host = "", , start = "0"] = thisProcess.split(".");
    const noProcess = 2 ** 22 + 1; // above every number that Linux gives, and a multiple of 4 plus 1, which Windows gives none
    const gone = `sample-set-v2.${host}.${noProcess}.${start}.abc`;
    const elsewhere = `sample-set-v2.other-${host}.${noProcess}.${start}.abc`;
    const own = `sample-set-v2.${thisProcess}.abc`;
    for (const name of [gone, elsewhere, own])
      await mkdir(join(home, name, "sample_set"), { recursive: true });
    const stopped = AbortSignal.abort(new Error("stopped"));
    await expect(ensureSampleSet(home, { signal: stopped })).rejects.toThrow("stopped");
    expect((await readdir(home)).sort()).toEqual([elsewhere, own].sort());
  });
});

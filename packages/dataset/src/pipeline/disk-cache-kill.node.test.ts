/** The disk cache against kills at any point, and against two processes at once: real processes, real signals. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildPackage, packageFolder } from "../test-support/built-package";

let folder: string;
let script: string;
let caches: string;

beforeAll(async () => {
  folder = await buildPackage("kill");
  caches = join(folder, "caches");
  cpSync(join(packageFolder, "fixtures/parity"), join(folder, "images"), { recursive: true });
  script = join(folder, "epoch.mjs");
  // One epoch through the cache; prints how many batches were decoded and the sum of all values.
  writeFileSync(
    script,
    `import { imageDatasetFromDirectory } from "./lib/dataset.js";
     import * as tf from "@tensorflow/tfjs";
     const [images, cache] = process.argv.slice(2);
     const data = await imageDatasetFromDirectory(images, {
       imageSize: [48, 48], batchSize: 4, seed: 1, print: () => undefined,
     });
     let decoded = 0;
     let sum = 0;
     process.stdout.write("begin\\n");
     const counted = data.map((batch) => (decoded++, batch)).cache(cache);
     for await (const { xs, ys } of counted) {
       for (const value of xs.dataSync()) sum += value;
       tf.dispose([xs, ys]);
     }
     process.stdout.write(JSON.stringify({ decoded, sum }) + "\\n");`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(caches, { recursive: true, force: true });
  mkdirSync(caches);
});

interface Run {
  readonly child: ChildProcess;
  readonly begun: Promise<void>;
  /** What it printed last; null when it was killed before. */
  readonly result: Promise<{ decoded: number; sum: number } | null>;
}

function start(): Run {
  const child = spawn(process.execPath, [script, join(folder, "images"), join(caches, "c")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  let tellBegun: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (tellBegun = resolve));
  child.stdout.on("data", (text: Buffer) => {
    printed += text.toString();
    if (printed.includes("begin")) tellBegun();
  });
  const result = new Promise<{ decoded: number; sum: number } | null>((resolve) => {
    child.on("close", () => {
      const last = printed.trim().split("\n").at(-1) ?? "";
      resolve(last.startsWith("{") ? (JSON.parse(last) as { decoded: number; sum: number }) : null);
    });
  });
  return { child, begun, result };
}

describe("a disk cache", () => {
  it("is whole or absent after a kill at any point, and what was left behind goes", async () => {
    const expected = await start().result;
    expect(expected?.decoded).toBe(24);
    let killed = 0;
    // Kills spread over the time that one epoch takes, from the beginning of it to a little after its end.
    for (const afterMs of [0, 40, 120, 300]) {
      rmSync(caches, { recursive: true, force: true });
      mkdirSync(caches);
      const run = start();
      await run.begun;
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      run.child.kill("SIGKILL");
      if ((await run.result) === null) killed++;
      const again = await start().result;
      expect(again?.sum, `killed after ${afterMs} ms`).toBe(expected?.sum);
      expect([0, 24]).toContain(again?.decoded);
      expect(await start().result).toEqual({ sum: expected?.sum, decoded: 0 });
      expect(readdirSync(caches)).toEqual(["c.flowers-cache"]);
    }
    expect(killed).toBeGreaterThan(0);
  });

  it("is shared by two processes that make it at once", async () => {
    const [a, b] = await Promise.all([start().result, start().result]);
    expect(a?.sum).toBe(b?.sum);
    expect(a?.decoded === 24 || b?.decoded === 24).toBe(true);
    const [c, d] = await Promise.all([start().result, start().result]);
    expect([c, d]).toEqual([
      { sum: a?.sum, decoded: 0 },
      { sum: a?.sum, decoded: 0 },
    ]);
    expect(readdirSync(caches)).toEqual(["c.flowers-cache"]);
  });
});

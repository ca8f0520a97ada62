import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ThreadPool } from "./thread-pool";
import type { DecodeRequest } from "./thread-requests";

const never = new AbortController().signal;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "threads-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A pool of one thread that runs `script` for each request. */
function poolOf(name: string, script: string): ThreadPool {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(
    file,
    `import { parentPort } from "node:worker_threads";
     parentPort.on("message", ({ id, request }) => { ${script} });`,
  );
  return new ThreadPool(file, 1, 10_000, () => undefined);
}

const request = (slab: SharedArrayBuffer): DecodeRequest => ({
  kind: "decode",
  paths: [],
  spec: {
    height: 1,
    width: 1,
    interpolation: "nearest",
    fit: "stretch",
    channels: 3,
    pixels: "float32",
    exifOrientation: false,
    extraFormats: false,
  },
  slab,
  offsetBytes: 0,
});

it("a thread that dies is not called dead before it has written its last", async () => {
  // It goes on writing after its error is told, as a thread may that is stopped in the middle of an image.
  const pool = poolOf(
    "dying",
    `process.on("exit", () => {
       const until = Date.now() + 300;
       while (Date.now() < until) new Uint8Array(request.slab).fill(9);
     });
     throw new Error("out of luck");`,
  );
  const slab = new SharedArrayBuffer(4096);
  await expect(pool.ask(request(slab), never)).rejects.toThrow(
    "a decoding thread ended: out of luck",
  );
  const bytes = new Uint8Array(slab).fill(0);
  await after(400);
  expect(bytes.every((byte) => byte === 0)).toBe(true);
  await pool.close();
});

it("closing rejects what is at work and what waits", async () => {
  const pool = poolOf("silent", "");
  const slab = new SharedArrayBuffer(16);
  const all = Promise.allSettled(Array.from({ length: 5 }, () => pool.ask(request(slab), never)));
  await pool.close();
  for (const outcome of await all) {
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
  }
});

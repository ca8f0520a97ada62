import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PythonRandom } from "@flowers/random";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadImages } from "../../../decode/decode-into";
import type { ImageSpec, LoadedImages } from "../../../decode/image-spec";
import { fileDecoding } from "./decoders";
import { DecodePool } from "./decode-pool";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const parity = join(root, "fixtures/parity/daisy");
const paths = ["daisy_00.png", "daisy_01.png", "daisy_02.png"].map((name) => join(parity, name));
const spec: ImageSpec = {
  height: 20,
  width: 30,
  interpolation: "bilinear",
  fit: "stretch",
  channels: 3,
  pixels: "float32",
  exifOrientation: false,
  extraFormats: false,
};
const bytesOf = ({ pixels }: LoadedImages): Uint8Array =>
  new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
const never = new AbortController().signal;
let folder: string;
let worker: string;

beforeAll(async () => {
  // Inside the package, so that the worker finds the package's dependencies.
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  folder = mkdtempSync(join(root, "node_modules/.cache/pool-"));
  await build({
    config: false,
    silent: true,
    entry: {
      worker: join(root, "src/platform/node-decode-worker.ts"),
      pool: join(root, "src/platform/node/decode/decode-pool.ts"),
    },
    outDir: folder,
    format: "esm",
    outExtension: () => ({ js: ".mjs" }),
    target: "es2022",
    platform: "node",
    removeNodeProtocol: false,
    // Packages beside this one are sources here, which a thread cannot load.
    noExternal: [/^@flowers\//],
    esbuildOptions: (options) => {
      options.conditions = ["@flowers/source"];
    },
  });
  worker = join(folder, "worker.mjs");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("decoding threads", () => {
  it("give what this thread gives, whatever their number, and name failures", async () => {
    const pool = new DecodePool(worker, 2);
    try {
      const broken = join(folder, "text.png");
      writeFileSync(broken, "text");
      const expected = await loadImages([...paths, broken], spec, fileDecoding);
      expect(expected.failures).toHaveLength(1);
      const many = await Promise.all(
        Array.from({ length: 7 }, () => pool.load([...paths, broken], spec, never)),
      );
      for (const loaded of many) expect(loaded).toEqual(expected);
    } finally {
      await pool.close();
    }
  });

  it("drop what was not begun when aborted, and go on after a thread has died", async () => {
    const pool = new DecodePool(worker, 1);
    const stop = new AbortController();
    const all = Array.from({ length: 9 }, () => pool.load(paths, spec, stop.signal));
    const settled = Promise.allSettled(all);
    stop.abort();
    const states = (await settled).map(({ status }) => status);
    expect(states.slice(0, 2)).toEqual(["fulfilled", "fulfilled"]); // one at work, one waiting in the thread
    expect(states.slice(2).every((status) => status === "rejected")).toBe(true);
    await pool.close();
    expect((await pool.load(paths, spec, never)).failures).toEqual([]);
    await pool.close();
  });

  it("give whole batches while others are stopped in the middle, in memory that is used again", async () => {
    const pool = new DecodePool(worker, 2);
    try {
      const random = new PythonRandom(41);
      // Each batch of its own picture, so that a row of another's would be seen.
      const batches = await Promise.all(
        paths.map(async (path) => {
          const files = Array.from({ length: 24 }, () => path);
          return { files, expected: await loadImages(files, spec, fileDecoding) };
        }),
      );
      let [whole, stopped] = [0, 0];
      for (let round = 0; round < 40; round++) {
        const all = Array.from({ length: 6 }, async (_, i) => {
          const { files, expected } = batches[(round + i) % batches.length]!;
          const stop = new AbortController();
          if (i % 2 === 0) setTimeout(() => stop.abort(), random.randint(0, 8));
          try {
            const loaded = await pool.load(files, spec, stop.signal);
            // `toEqual` on so many values takes longer than decoding them.
            expect(Buffer.compare(bytesOf(loaded), bytesOf(expected))).toBe(0);
            whole++;
          } catch (error) {
            expect(error).toMatchObject({ code: "aborted" });
            stopped++;
          }
        });
        await Promise.all(all);
      }
      expect(whole + stopped).toBe(240);
      expect(whole).toBeGreaterThan(119);
      expect(stopped).toBeGreaterThan(10);
    } finally {
      await pool.close();
    }
  });

  it("do not keep the process alive", () => {
    const script = `
      import { DecodePool } from ${JSON.stringify(join(folder, "pool.mjs"))};
      const pool = new DecodePool(${JSON.stringify(worker)}, 2);
      const loaded = await pool.load(${JSON.stringify(paths)}, ${JSON.stringify(spec)}, new AbortController().signal);
      console.log(loaded.pixels.length);`;
    const file = join(folder, "run.mjs");
    writeFileSync(file, script);
    const { status, stdout } = spawnSync(process.execPath, [file], {
      encoding: "utf8",
      timeout: 240_000,
    });
    expect([status, stdout.trim()]).toEqual([0, String(3 * 20 * 30 * 3)]);
  });
});

describe("1,000 mutated images", () => {
  it("decode or are refused, and nothing crashes or hangs", async () => {
    const images = join(root, "fixtures/images");
    const names = [
      "rgb420_q75.jpg",
      "progressive.jpg",
      "cmyk.jpg",
      "rgba.png",
      "palette_trns.png",
      "gray16.png",
      "anim.gif",
      "rgb24.bmp",
      "gray8.bmp",
      "bw1.png",
    ];
    const mutated: string[] = [];
    let state = 1;
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let i = 0; i < 1000; i++) {
      let bytes = Buffer.from(readFileSync(join(images, names[i % names.length]!)));
      for (let k = 0; k <= random(4); k++) bytes[random(bytes.length)] = random(256);
      if (i % 5 === 0) bytes = bytes.subarray(0, random(bytes.length));
      const path = join(folder, `m${i}`);
      writeFileSync(path, bytes);
      mutated.push(path);
    }
    const pool = new DecodePool(worker, 2);
    try {
      const small: ImageSpec = { ...spec, height: 8, width: 8 };
      const groups = Array.from({ length: 20 }, (_, i) => mutated.slice(i * 50, i * 50 + 50));
      const loaded = await Promise.all(groups.map((group) => pool.load(group, small, never)));
      const failed = loaded.reduce((sum, { failures }) => sum + failures.length, 0);
      const values = loaded.reduce((sum, { pixels }) => sum + pixels.length, 0);
      expect(values).toBe((1000 - failed) * 8 * 8 * 3);
      expect(failed).toBeGreaterThan(100); // the mutations do reach the decoders
    } finally {
      await pool.close();
    }
  });
});

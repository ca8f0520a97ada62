/** The package as bundlers leave it (minified, unused code shaken off), in processes of its own, with decoding threads. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildPackage, packageFolder } from "../test-support/built-package";
import { binaryName, jpegTurbo } from "../platform/node/decode/jpeg-turbo";

const fixtures = join(packageFolder, "fixtures");
let folder: string;
beforeAll(async () => {
  folder = await buildPackage("built");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script beside `lib`; returns what it printed last, parsed. */
function run<T>(script: string, ...args: string[]): T {
  const file = join(folder, "script.mjs");
  writeFileSync(file, script);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    encoding: "utf8",
    timeout: 240_000,
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as T;
}

it("uses the memory of batches that were given up again", () => {
  const made = run<{ batches: number; bytes: number }>(
    `const Plain = globalThis.SharedArrayBuffer;
     let bytes = 0;
     globalThis.SharedArrayBuffer = class SharedArrayBuffer extends Plain {
       constructor(length) {
         super(length);
         bytes += length;
       }
     };
     const { imageDatasetFromDirectory } = await import("./lib/dataset.js");
     const tf = await import("@tensorflow/tfjs");
     const data = await imageDatasetFromDirectory(process.argv[2], {
       imageSize: [180, 180], batchSize: 32, seed: 1, print: () => undefined,
     });
     let batches = 0;
     for (let epoch = 0; epoch < 14; epoch++) {
       for await (const { xs, ys } of data) {
         batches++;
         tf.dispose([xs, ys]);
       }
     }
     process.stdout.write(JSON.stringify({ batches, bytes }) + "\\n");`,
    join(fixtures, "parity"),
  );
  const neededBytes = made.batches * 32 * 180 * 180 * 3 * 4;
  expect(made.batches).toBe(42);
  // Usually 100 to 200 of 498 MB; all of them when blocks do not come back (the collector's nudge left out, say).
  expect(made.bytes).toBeGreaterThan(neededBytes / 42); // the blocks are counted
  expect(made.bytes).toBeLessThan(neededBytes / 2);
});

it.skipIf(jpegTurbo() === null)(
  "decodes JPEG to the same pixels in its threads where the binding's binary is missing",
  async () => {
    const photos = join(folder, "photos");
    const asked = join(folder, "asked.txt");
    for (const name of ["a", "b"]) mkdirSync(join(photos, name), { recursive: true });
    for (const name of ["rgb420_q75", "rgb422_q85", "rgb444_q90", "progressive", "gray", "exif6"]) {
      cpSync(join(fixtures, `images/${name}.jpg`), join(photos, `a/${name}.jpg`));
    }
    for (const [i, chromaSubsampling] of ["4:2:0", "4:4:4"].entries()) {
      const data = Uint8Array.from(
        { length: 211 * 97 * 3 },
        (_, at) => (at * 31 + (at >> 5)) % 256,
      );
      await sharp(data, { raw: { width: 211, height: 97, channels: 3 } })
        .jpeg({ quality: 80, progressive: i > 0, chromaSubsampling })
        .toFile(join(photos, `b/${i}.jpg`));
    }
    const script = `
      import { createHash } from "node:crypto";
      import { imageDatasetFromDirectory } from "./lib/dataset.js";
      import * as tf from "@tensorflow/tfjs";
      const digests = [];
      for (const [colorMode, imageSize] of [["rgb", [60, 50]], ["grayscale", [16, 24]]]) {
        const data = await imageDatasetFromDirectory(process.argv[2], {
          imageSize, colorMode, batchSize: 3, shuffle: false, print: () => undefined,
        });
        for await (const { xs, ys } of data) {
          digests.push(createHash("sha256").update(xs.dataSync()).digest("hex"));
          tf.dispose([xs, ys]);
        }
      }
      process.stdout.write(JSON.stringify(digests) + "\\n");`;
    const expected = run<string[]>(script, photos);
    expect(expected).toHaveLength(2 * 3);
    // A package whose binary does not load here, nearer than this one.
    const broken = join(folder, "node_modules/@flowers/dataset");
    const binary = join(broken, "dist/jpeg-turbo", binaryName(), "node-napi-v7.node");
    mkdirSync(binary, { recursive: true });
    writeFileSync(join(broken, "package.json"), JSON.stringify({ name: "@flowers/dataset" }));
    writeFileSync(
      join(binary, "index.js"),
      `const { isMainThread } = require("node:worker_threads");
       require("node:fs").appendFileSync(${JSON.stringify(asked)}, isMainThread ? "main\\n" : "thread\\n");
       throw new Error("no native build was found");`,
    );
    expect(run<string[]>(script, photos)).toEqual(expected);
    expect(readFileSync(asked, "utf8")).toMatch(/^(thread\n)+$/);
  },
);

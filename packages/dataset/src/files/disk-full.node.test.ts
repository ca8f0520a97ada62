/** Files that find no room: processes that may write 256 KB to each, and a device that is full. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tarOf } from "../test-support/archives";
import { buildPackage, packageFolder } from "../test-support/built-package";
import { getFile } from "./get-file";

const big = new Uint8Array(2 ** 20);
let folder: string;
beforeAll(async () => {
  folder = await buildPackage("full");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `script` in a process whose files may have 256 KB each; returns how it ended. */
function run(script: string, ...args: string[]): { status: number | null; stderr: string } {
  const file = join(folder, "script.mjs");
  writeFileSync(file, script);
  // The unit is half a kilobyte for some shells, and one for others.
  const limited = 'ulimit -f 512 && [ "$(ulimit -f)" = 512 ] && exec "$@"';
  return spawnSync("sh", ["-c", limited, "sh", process.execPath, file, ...args], {
    cwd: folder,
    encoding: "utf8",
    timeout: 240_000,
  });
}

describe.skipIf(process.platform === "win32")("a disk that is full", () => {
  it("while a file is downloaded or unpacked: one sentence, and nothing is left", () => {
    const small = big.subarray(0, 9);
    const kinds = {
      zip: zipSync({ "a/small.txt": small, "a/big.bin": big }),
      tgz: gzipSync(
        tarOf([
          { name: "a/small.txt", bytes: small },
          { name: "a/big.bin", bytes: big },
        ]),
      ),
      bin: big,
    };
    for (const [kind, bytes] of Object.entries(kinds)) writeFileSync(join(folder, kind), bytes);
    const { status, stderr } = run(
      `import { readFileSync } from "node:fs";
       import { DatasetError, getFile } from "./lib/dataset.js";
       let last;
       for (const kind of ["zip", "tgz", "bin"]) {
         await getFile("https://example.org/data." + kind, {
           cacheFolder: "caches",
           extract: kind !== "bin",
           fetch: () => Promise.resolve(new Response(readFileSync(kind))),
         }).catch((error) => {
           process.stderr.write(error.code + " " + error.message + "\\n");
           last = error;
         });
       }
       throw last; // what nobody catches ends the process`,
    );
    const said = stderr.split("\n").filter((line) => line.startsWith("disk-full"));
    const file = (kind: string): string => JSON.stringify(join("caches/datasets", `data.${kind}`));
    expect(said).toEqual([
      `disk-full The archive ${file("zip")} could not be unpacked: no room is left on the disk (EFBIG).`,
      `disk-full The archive ${file("tgz")} could not be unpacked: no room is left on the disk (EFBIG).`,
      `disk-full getFile: https://example.org/data.bin could not be downloaded to ${file("bin")}: no room is left on the disk (EFBIG).`,
    ]);
    expect(status).toBe(1);
    expect(readdirSync(join(folder, "caches/datasets")).sort()).toEqual(["data.tgz", "data.zip"]);
  });

  it.skipIf(!existsSync("/dev/full"))("in the words of the system", async () => {
    const caches = join(folder, "device");
    mkdirSync(join(caches, "datasets"), { recursive: true });
    symlinkSync("/dev/full", join(caches, "datasets/data.bin.partial"));
    const got = getFile("https://example.org/data.bin", {
      cacheFolder: caches,
      fetch: () => Promise.resolve(new Response(big)),
    });
    await expect(got).rejects.toMatchObject({
      code: "disk-full",
      message: expect.stringContaining("no room is left on the disk (ENOSPC).") as string,
    });
    expect(readdirSync(join(caches, "datasets"))).toEqual([]);
  });

  it("while a cache is written: one sentence, nothing is left, and with room it is made", () => {
    const caches = join(folder, "written");
    mkdirSync(caches);
    const script = `
      import { imageDatasetFromDirectory } from "./lib/dataset.js";
      import * as tf from "@tensorflow/tfjs";
      const [images, cache] = process.argv.slice(2);
      const data = await imageDatasetFromDirectory(images, {
        imageSize: [64, 64], seed: 1, print: () => undefined,
      });
      for await (const { xs, ys } of data.cache(cache)) tf.dispose([xs, ys]);`;
    const args = [join(packageFolder, "fixtures/parity"), join(caches, "c")];
    const { status, stderr } = run(script, ...args);
    expect(stderr).toContain(
      `ImageDataset.cache: the cache "${join(caches, "c")}" could not be written: no room is left on the disk (EFBIG).`,
    );
    expect(status).toBe(1);
    expect(readdirSync(caches)).toEqual([]);
    const file = join(folder, "script.mjs"); // the same, with room
    expect(spawnSync(process.execPath, [file, ...args], { timeout: 240_000 }).status).toBe(0);
    expect(readdirSync(caches)).toEqual(["c.flowers-cache"]);
  });
});

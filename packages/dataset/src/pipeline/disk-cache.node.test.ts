import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { imageDatasetFromDirectory } from "../loader/image-dataset-from-directory";
import { cachedEpoch } from "../test-support/cached-epoch";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disk-cache-"));
  cpSync(fileURLToPath(new URL("../../fixtures/parity", import.meta.url)), join(folder, "images"), {
    recursive: true,
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function epoch(size = 12): Promise<{ sum: number; decoded: number }> {
  const images = await imageDatasetFromDirectory(join(folder, "images"), {
    imageSize: [size, size],
    seed: 1,
    print: () => undefined,
  });
  return cachedEpoch(images, join(folder, "cache"));
}
const file = (): string => join(folder, "cache.flowers-cache");

it("decodes once, and gives the same afterwards", async () => {
  const first = await epoch();
  expect(first.decoded).toBe(3);
  expect(await epoch()).toEqual({ sum: first.sum, decoded: 0 });
  expect(await epoch(10)).toMatchObject({ decoded: 3 }); // other options
});

it("is made anew when damaged, cut short, empty, or when a file changed", async () => {
  const { sum } = await epoch();
  const whole = readFileSync(file());
  for (const at of [3, 1000, Math.floor(whole.length / 2), whole.length - 40, whole.length - 10]) {
    const damaged = Buffer.from(whole);
    damaged[at] = damaged[at]! ^ 0xff;
    writeFileSync(file(), damaged);
    expect(await epoch(), `byte ${at}`).toEqual({ sum, decoded: 3 });
  }
  truncateSync(file(), 5000);
  expect(await epoch()).toEqual({ sum, decoded: 3 });
  writeFileSync(file(), "");
  expect(await epoch()).toEqual({ sum, decoded: 3 });
  const image = join(folder, "images", "daisy", readdirSync(join(folder, "images", "daisy"))[0]!);
  utimesSync(image, new Date(), new Date(0));
  expect(await epoch()).toEqual({ sum, decoded: 3 });
});

it("leaves nothing behind when broken off, and two may write at once", async () => {
  const images = await imageDatasetFromDirectory(join(folder, "images"), {
    imageSize: [12, 12],
    seed: 1,
    print: () => undefined,
  });
  for await (const { xs, ys } of images.cache(join(folder, "cache"))) {
    tf.dispose([xs, ys]);
    break;
  }
  await expect.poll(() => readdirSync(folder)).toEqual(["images"]);
  const [a, b] = await Promise.all([epoch(), epoch()]);
  expect(a).toEqual(b);
  expect(await epoch()).toEqual({ sum: a.sum, decoded: 0 });
});

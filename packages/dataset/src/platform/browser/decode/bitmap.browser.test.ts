import { PythonRandom } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { orient } from "../../../decode/exif";
import { imageDatasetFromDirectory } from "../../../loader/image-dataset-from-directory";
import { loadImage } from "../../../loader/load-image";
import { readFixture, readJsonFixture } from "../../../test-support/fixtures";
import { pickedFiles } from "../../../test-support/folders";
import { decodeBytesWith } from "../../../test-support/decode-bytes";
import { decoders } from "./decoders";

const decodeBytes = decodeBytesWith(decoders);

await tf.setBackend("cpu");

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: readonly number[];
  readonly gray: readonly number[];
}
/** What Pillow makes of `fixtures/extra`. */
const pillow = await readJsonFixture<Record<string, Picture>>("extra.json");
const read = (name: string): Promise<Uint8Array<ArrayBuffer>> => readFixture(`extra/${name}`);

function expectNear(data: ArrayLike<number>, expected: readonly number[], most: number): void {
  expect(data.length).toBe(expected.length);
  const off = expected.map((value, i) => Math.abs(value - data[i]!));
  expect(Math.max(...off)).toBeLessThanOrEqual(most);
}
/** AV1 decoders give the same luma and chroma; what they round on the way to RGB differs by 1. */
const toleranceOf = (name: string): number => (name.endsWith(".avif") ? 1 : 0);

const opaque = ["rgb.webp", "lossy.webp", "anim.webp", "exif6.webp"].concat([
  "rgb.avif",
  "gray.avif",
  "anim.avif",
]);
describe.each(opaque)("%s", (name) => {
  const { width, height, rgba, gray } = pillow[name]!;
  it.each([
    ["rgba", rgba],
    ["rgb", rgba.filter((_, i) => i % 4 !== 3)],
    ["grayscale", gray],
  ] as const)("as %s has Pillow's pixels", async (colorMode, expected) => {
    const image = await loadImage(await read(name), { colorMode });
    expect([image.width, image.height]).toEqual([width, height]);
    expectNear(image.data, expected, toleranceOf(name));
  });
});

it("keeps a WebP's alpha, and its colours as far as that lets them", async () => {
  const { rgba } = pillow["rgba.webp"]!;
  const { data } = await decodeBytes(await read("rgba.webp"), 4);
  rgba.forEach((value, i) => {
    const alpha = rgba[i - (i % 4) + 3]!;
    // A canvas keeps colour times alpha, rounded: half a step of that is 128 / alpha of the colour, and it is rounded again.
    const most = i % 4 === 3 ? 0 : alpha === 0 ? 255 : Math.ceil(128 / alpha) + 1;
    expect(Math.abs(value - data[i]!), `value ${i}`).toBeLessThanOrEqual(most);
  });
});

it("turns a WebP on request, and an AVIF as it says itself, once", async () => {
  for (const name of ["exif6.webp", "exif6.avif"]) {
    const { rgba, width, height } = pillow[name]!; // as stored
    const stored = { data: Uint8Array.from(rgba), width, height, channels: 4 };
    for (const exifOrientation of [false, true]) {
      const turned = exifOrientation || name === "exif6.avif";
      const expected = turned ? orient(stored, 6) : stored;
      const image = await decodeBytes(await read(name), 4, exifOrientation);
      expect([image.width, image.height]).toEqual([expected.width, expected.height]);
      expectNear(image.data, [...expected.data], toleranceOf(name));
    }
  }
});

it("refuses TIFF, and formats that were not asked for, by the file's name", async () => {
  const tiff = await read("lzw.tif");
  await expect(loadImage(new File([tiff], "scan.tif"))).rejects.toMatchObject({
    code: "undecodable",
    message:
      'loadImage: cannot decode "scan.tif": browsers do not decode TIFF: convert it to PNG, or load it in Node.',
  });
  const files = new Map([
    ["a/1.webp", await read("rgb.webp")],
    ["a/2.avif", await read("rgb.avif")],
    ["b/3.tif", tiff],
    ["b/4.jpg", await read("rgb.webp")],
  ]);
  const quiet = { print: () => undefined, shuffle: false, imageSize: [7, 11] } as const;
  const all = await imageDatasetFromDirectory(pickedFiles("top", files), {
    ...quiet,
    extraFormats: true,
    onError: "skip",
  });
  const pixels: number[] = [];
  for await (const { xs, ys } of all) {
    pixels.push(...xs.dataSync());
    tf.dispose([xs, ys]);
  }
  const rgb = pillow["rgb.webp"]!.rgba.filter((_, i) => i % 4 !== 3);
  expect(pixels.length).toBe(3 * rgb.length);
  expect(pixels.slice(0, rgb.length)).toEqual(rgb);
  expect(pixels.slice(2 * rgb.length)).toEqual(rgb);
  expect(all.report.skipped).toEqual([
    {
      path: "top/b/3.tif",
      reason: "browsers do not decode TIFF: convert it to PNG, or load it in Node",
    },
  ]);
  const some = await imageDatasetFromDirectory(pickedFiles("top", files), {
    ...quiet,
    onError: "skip",
  });
  expect(some.filePaths).toEqual(["top/b/4.jpg"]);
  for await (const { xs, ys } of some) {
    expect([...xs.dataSync()]).toEqual(rgb); // a WebP of another name, as Keras reads it
    tf.dispose([xs, ys]);
  }
  await expect(decodeBytes(await read("rgb.avif"), 3, false, false)).rejects.toThrow(
    "it is an AVIF file, which Keras does not read; `extraFormats: true` allows it",
  );
});

it("decodes or refuses what is cut short or mutated, and never hangs", async () => {
  const random = new PythonRandom(5);
  const originals = await Promise.all(
    ["rgb.webp", "lossy.webp", "rgb.avif", "anim.avif"].map(read),
  );
  let refused = 0;
  for (let i = 0; i < 200; i++) {
    let bytes = originals[i % originals.length]!.slice();
    if (i % 5 === 0) bytes = bytes.slice(0, random.randint(0, bytes.length - 1));
    else bytes[random.randint(0, bytes.length - 1)] = random.randint(0, 255);
    try {
      const { data, width, height } = await decodeBytes(bytes, 3, true);
      expect(data.length).toBe(width * height * 3);
    } catch (error) {
      expect(error).toMatchObject({ name: "DecodeError" });
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(40);
  expect(refused).toBeLessThan(180);
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PythonRandom } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orient, type Orientation } from "../../../decode/exif";
import { imageDatasetFromDirectory } from "../../../loader/image-dataset-from-directory";
import { loadImage } from "../../../loader/load-image";
import { decodeBytesWith } from "../../../test-support/decode-bytes";
import { decoders } from "./decoders";

const decodeBytes = decodeBytesWith(decoders);

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: readonly number[];
  readonly gray: readonly number[];
}
const folder = new URL("../../../../fixtures/", import.meta.url);
/** What Pillow makes of `fixtures/extra`. */
const pillow = JSON.parse(readFileSync(new URL("extra.json", folder), "utf8")) as Record<
  string,
  Picture
>;
const read = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`extra/${name}`, folder)));

describe.each(Object.keys(pillow).filter((name) => name !== "exif6.avif"))("%s", (name) => {
  const { width, height, rgba, gray } = pillow[name]!;
  it.each([
    ["rgba", rgba],
    ["rgb", rgba.filter((_, i) => i % 4 !== 3)],
    ["grayscale", gray],
  ] as const)("as %s has Pillow's pixels", async (colorMode, expected) => {
    const image = await loadImage(read(name), { colorMode });
    expect([image.width, image.height]).toEqual([width, height]);
    expect(Array.from(image.data)).toEqual(expected);
  });
});

it("leaves the bytes it is given as they are", async () => {
  for (const name of ["anim.avif", "exif6.webp", "lzw.tif"]) {
    const given = Buffer.from(read(name));
    await loadImage(given, { exifOrientation: true });
    expect(new Uint8Array(given)).toEqual(read(name));
  }
});

describe("orientation", () => {
  it.each(["exif6.webp", "exif6.tif"])("of %s is applied on request", async (name) => {
    const ignored = await decodeBytes(read(name), 3);
    expect([ignored.width, ignored.height]).toEqual([11, 7]);
    expect(await decodeBytes(read(name), 3, true)).toEqual(orient(ignored, 6));
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8] as const)("%d is applied as to JPEG", async (orientation) => {
    const plain = await decodeBytes(read("rgb.webp"), 3);
    const raw = { width: 11, height: 7, channels: 3 } as const;
    for (const make of ["webp", "tiff"] as const) {
      const bytes = await sharp(plain.data, { raw })
        .withMetadata({ orientation })
        .toFormat(make, { lossless: true, compression: "lzw" })
        .toBuffer();
      const { data, width, height } = await decodeBytes(bytes, 3, true);
      const expected = orient(plain, orientation as Orientation);
      expect([width, height]).toEqual([expected.width, expected.height]);
      expect([...data]).toEqual([...expected.data]);
      expect([...(await decodeBytes(bytes, 3)).data]).toEqual([...plain.data]);
    }
  });

  it("of AVIF is part of the picture, as HEIF says, and applied once whatever is asked for", async () => {
    const { width, height, rgba } = pillow["exif6.avif"]!; // Pillow gives the stored rows
    const stored = { data: Uint8Array.from(rgba), width, height, channels: 4 };
    for (const exifOrientation of [false, true]) {
      const image = await decodeBytes(read("exif6.avif"), 4, exifOrientation);
      const expected = orient(stored, 6);
      expect([image.width, image.height]).toEqual([expected.width, expected.height]);
      expect(image.data).toEqual(expected.data);
    }
  });
});

describe("the loader", () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "extra-"));
    for (const [path, name] of [
      ["a/1.webp", "rgb.webp"],
      ["a/2.TIFF", "lzw.tif"],
      ["b/3.tif", "deflate.tif"],
      ["b/4.jpg", "rgb.webp"],
      ["b/5.avif", "rgb.avif"],
    ] as const) {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), read(name));
    }
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const quiet = { print: () => undefined, shuffle: false, imageSize: [7, 11] } as const;

  it("finds and decodes them with `extraFormats`", async () => {
    const data = await imageDatasetFromDirectory(root, { ...quiet, extraFormats: true });
    expect(data.filePaths.map((path) => path.slice(root.length + 1))).toEqual(
      ["a/1.webp", "a/2.TIFF", "b/3.tif", "b/4.jpg", "b/5.avif"].map((path) => join(path)),
    );
    const rgb = pillow["rgb.webp"]!.rgba.filter((_, i) => i % 4 !== 3);
    const avif = pillow["rgb.avif"]!.rgba.filter((_, i) => i % 4 !== 3);
    for await (const { xs, ys } of data) {
      const values = xs.dataSync();
      for (let i = 0; i < 4; i++) {
        expect([...values.subarray(i * rgb.length, (i + 1) * rgb.length)]).toEqual(rgb);
      }
      expect([...values.subarray(4 * rgb.length)]).toEqual(avif);
      tf.dispose([xs, ys]);
    }
  });

  it("without it finds none of them, and decodes a WebP of another name, as Keras", async () => {
    const data = await imageDatasetFromDirectory(root, quiet);
    expect(data.filePaths).toEqual([join(root, "b/4.jpg")]);
    const rgb = pillow["rgb.webp"]!.rgba.filter((_, i) => i % 4 !== 3);
    for await (const { xs, ys } of data) {
      expect([...xs.dataSync()]).toEqual(rgb);
      tf.dispose([xs, ys]);
    }
  });

  it.each([
    ["rgb.avif", "it is an AVIF file, which Keras does not read; `extraFormats: true` allows it"],
    ["lzw.tif", "it is a TIFF file, which Keras does not read; `extraFormats: true` allows it"],
  ])("without it refuses %s of another name", async (name, message) => {
    await expect(decodeBytes(read(name), 3, false, false)).rejects.toThrow(message);
  });
});

describe("what is refused", () => {
  it("names samples that are no whole numbers", async () => {
    await expect(decodeBytes(read("float.tif"), 3)).rejects.toThrow(
      "invalid tiff data: its samples are of the type float; expected 8 or 16 bits",
    );
  });

  it("names a TIFF's size before it is decoded", async () => {
    const huge = read("lzw.tif");
    const view = new DataView(huge.buffer);
    const directory = view.getUint32(4, true);
    view.setUint32(directory + 2 + 8, 0x6400_0001, true); // the first field is the width
    view.setUint16(directory + 2 + 2, 4, true);
    await expect(decodeBytes(huge, 3)).rejects.toThrow(/TIFF of 1677721601x7 has more than/);
    const long = read("plain.tif");
    const plain = new DataView(long.buffer);
    plain.setUint16(plain.getUint32(4, true) + 2 + 12 + 8, 60_000, true); // the second is the height
    await expect(decodeBytes(long, 3)).rejects.toThrow("the file is cut short");
  });

  it("a file that is cut short, wherever, unless all its pixels are there", async () => {
    for (const name of ["rgb.webp", "lossy.webp", "lzw.tif", "bits.tif", "rgb.avif"]) {
      const bytes = read(name);
      const whole = await decodeBytes(bytes, 3);
      for (let end = 0; end < bytes.length; end += 7) {
        const cut = await decodeBytes(bytes.subarray(0, end), 3).catch((error: unknown) => error);
        if (cut instanceof Error) expect(cut.name).toBe("DecodeError");
        else expect(cut, `${name}, ${end} bytes`).toEqual(whole);
      }
    }
  });

  it("a larger one that lacks its lower half, in every compression", async () => {
    const random = new PythonRandom(3);
    const data = Uint8Array.from({ length: 90 * 70 * 3 }, () => random.randint(0, 255));
    const image = sharp(data, { raw: { width: 90, height: 70, channels: 3 } });
    const files = [
      image.clone().webp({ lossless: true }),
      image.clone().webp(),
      image.clone().avif({ effort: 0 }),
      ...(["none", "lzw", "deflate", "packbits", "jpeg"] as const).map((compression) =>
        image.clone().tiff({ compression }),
      ),
    ];
    for (const [i, file] of files.entries()) {
      const bytes = await file.toBuffer();
      expect((await decodeBytes(bytes, 3)).data.length).toBe(data.length);
      const half = bytes.subarray(0, bytes.length >> 1);
      await expect(decodeBytes(half, 3), `kind ${i}`).rejects.toMatchObject({
        name: "DecodeError",
      });
    }
  });

  it("mutated files, if they are: none hangs or crashes the process", async () => {
    const random = new PythonRandom(5);
    const names = [...Object.keys(pillow), "float.tif"];
    let refused = 0;
    for (let i = 0; i < 540; i++) {
      const name = names[i % names.length]!;
      const bytes = read(name);
      const reach = i % 2 === 0 ? Math.min(120, bytes.length) : bytes.length;
      for (let k = random.randint(1, 6); k > 0; k--) {
        bytes[random.randint(0, reach - 1)] = random.randint(0, 255);
      }
      try {
        const { data, width, height } = await decodeBytes(bytes, 3, i % 3 === 0);
        expect(data.length, name).toBe(width * height * 3);
      } catch (error) {
        expect(error, name).toMatchObject({ name: "DecodeError" });
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(50);
    expect(refused).toBeLessThan(500);
  });
});

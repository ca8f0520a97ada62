import { crc32 } from "@flowers/files";
import { describe, expect, it } from "vitest";
import type { RawImage } from "../decode/raw-image";
import { readJsonFixture } from "../test-support/fixtures";
import type { Interpolation } from "./methods";
import { type Fit, resizeImage } from "./resize-image";

/** What Keras's loader makes of images of many sizes; checksums of float32 values, "-" where it refuses. */
const { images, sums } = await readJsonFixture<{
  images: (readonly [height: number, width: number, channels: 1 | 3, pixels: string])[];
  sums: Readonly<Record<string, string>>;
}>("resize-sizes.json");

const sources = images.map(([height, width, channels, pixels]): RawImage => {
  const data = Uint8Array.from(pixels.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return { height, width, channels, data };
});

function resized(image: RawImage, size: string, interpolation: Interpolation, fit: Fit): string {
  const [height = 0, width = 0] = size.split("x").map(Number);
  const out = new Float32Array(height * width * image.channels);
  try {
    resizeImage(image, { height, width, interpolation, fit }, out);
  } catch (error) {
    expect(error).toMatchObject({ name: "DecodeError" });
    return "-";
  }
  return crc32(new Uint8Array(out.buffer)).toString(16).padStart(8, "0");
}

describe("images of many sizes have the values that Keras's loader gives, bit for bit", () => {
  it.each(Object.keys(sums))("to %s", (key) => {
    const [size, interpolation, fit] = key.split(" ") as [string, Interpolation, Fit];
    const got = sources.map((image) => resized(image, size, interpolation, fit));
    expect(got).toEqual(sums[key]?.split(" "));
  });
});

import { expect, it } from "vitest";
import { decodeBytesWith } from "../../../test-support/decode-bytes";
import { differences, readFamily, readPixels } from "../../../test-support/families";
import { decoders } from "./decoders";

const decodeBytes = decodeBytesWith(decoders);

it.each(["png", "gif", "bmp"])(
  "%s files of the family are decoded to TensorFlow's pixels, or refused where it does",
  async (name) => {
    expect(await differences(await readFamily(name), decodeBytes)).toEqual([]);
  },
);

it("AVIF files of the family have Pillow's pixels where they are opaque", async () => {
  // Translucent ones come back rounded: a canvas keeps colours multiplied by alpha.
  const opaque = (await readFamily("avif")).filter(({ name }) => !/^4:.* 4 \[/.test(name));
  expect(opaque.length).toBeGreaterThan(250);
  expect(await differences(opaque, decodeBytes)).toEqual([]);
});

const asKeras: typeof decodeBytes = (bytes, channels) => decodeBytes(bytes, channels, false, false);

it("WebP files of the family have TensorFlow's pixels where they are opaque, or are refused where it refuses", async () => {
  const translucent = new Set((await readPixels("webp")).map(({ name }) => `${name} []`));
  const files = (await readFamily("webp")).filter(({ name }) => !translucent.has(name));
  expect(files.length).toBeGreaterThan(75);
  expect(await differences(files, asKeras)).toEqual([]);
});

it("translucent WebP files differ by what a canvas rounds away", async () => {
  const files = await readPixels("webp");
  expect(files.length).toBeGreaterThan(8);
  for (const { name, bytes, pixels } of files) {
    const { data } = await asKeras(bytes, 4);
    expect(data.length).toBe(pixels.length);
    pixels.forEach((value, i) => {
      const alpha = pixels[i - (i % 4) + 3] as number;
      // A canvas keeps colour times alpha, rounded: half a step of that is 128 / alpha of the colour, rounded again.
      const most = i % 4 === 3 ? 0 : alpha === 0 ? 255 : Math.ceil(128 / alpha) + 1;
      expect(Math.abs(value - (data[i] as number)), `${name}, ${i}`).toBeLessThanOrEqual(most);
    });
  }
});

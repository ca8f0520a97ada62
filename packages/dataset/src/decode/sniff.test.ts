import { expect, it } from "vitest";
import { loadImage } from "../loader/load-image";
import { readFixture } from "../test-support/fixtures";
import { sniffFormat } from "./sniff";

it("recognises each format by its first bytes", async () => {
  for (const [path, format] of [
    ["images/gray.jpg", "jpeg"],
    ["images/bw1.png", "png"],
    ["images/rgb.gif", "gif"],
    ["images/gray8.bmp", "bmp"],
    ["extra/rgb.webp", "webp"],
    ["extra/rgb.avif", "avif"],
    ["extra/anim.avif", "avif"],
    ["extra/lzw.tif", "tiff"],
    ["extra/rgb16.tif", "tiff"],
  ] as const) {
    const bytes = await readFixture(path);
    expect(sniffFormat(bytes), path).toBe(format);
    for (let end = 0; end < 2; end++) expect(sniffFormat(bytes.subarray(0, end))).toBeUndefined();
  }
  expect(sniffFormat(new TextEncoder().encode("RIFF....WAVEfmt "))).toBeUndefined();
});

it("takes an AVIF whose own brand is HEIF's for one, and other HEIF files for none", async () => {
  const bytes = await readFixture("extra/rgb.avif");
  const plain = await loadImage(bytes);
  bytes.set(new TextEncoder().encode("mif1"), 8);
  expect(sniffFormat(bytes)).toBe("avif");
  expect(await loadImage(bytes)).toEqual(plain);
  const heic = new TextEncoder().encode("\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x20avif");
  await expect(loadImage(heic)).rejects.toThrow("not an image");
});

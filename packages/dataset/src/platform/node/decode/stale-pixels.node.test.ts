/** No decoder may answer with pixels of the image that was decoded before. */
import { PythonRandom } from "@flowers/random";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { decodeWith, ownPixels } from "../../../decode/decoders";
import { DecodeError, type RawImage } from "../../../decode/raw-image";
import { decodeBmp } from "../../../decode/bmp";
import { damage } from "../../../test-support/damage";
import { readFixture } from "../../../test-support/fixtures";
import { decoders } from "./decoders";

const [width, height] = [48, 40];
/** A colour that no damaged blue picture turns into often, and lossy formats keep nearly. */
const marked = [231, 12, 160] as const;

const encodings: Record<string, (image: Sharp) => Sharp> = {
  "jpeg 4:2:0": (image) => image.jpeg({ quality: 90 }),
  "jpeg 4:4:4": (image) => image.jpeg({ quality: 90, chromaSubsampling: "4:4:4" }),
  "jpeg progressive": (image) => image.jpeg({ progressive: true }),
  "jpeg cmyk": (image) => image.toColourspace("cmyk").jpeg(),
  png: (image) => image.png(),
  "png interlaced": (image) => image.png({ progressive: true }),
  gif: (image) => image.gif(),
  webp: (image) => image.webp(),
  "webp lossless": (image) => image.webp({ lossless: true }),
  avif: (image) => image.avif({ effort: 0 }),
  ...Object.fromEntries(
    (["none", "lzw", "deflate", "packbits", "jpeg", "ccittfax4"] as const).map((compression) => [
      `tiff ${compression}`,
      (image: Sharp) =>
        (compression === "ccittfax4"
          ? image.greyscale().threshold().toColourspace("b-w")
          : image
        ).tiff({
          compression,
          ...(compression === "ccittfax4" ? { bitdepth: 1 as const } : {}),
        }),
    ]),
  ),
};

function plain(colour: readonly number[]): Sharp {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3] as number);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Blue and dark green, far from the marked colour; soft, so that files have content to damage. */
function picture(random: PythonRandom): Sharp {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    data.set([random.randint(0, 40), 60 + random.randint(0, 60), random.randint(90, 255)], 3 * i);
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

const decode = (bytes: Uint8Array): Promise<RawImage> =>
  decodeWith(
    decoders,
    bytes,
    { channels: 3, exifOrientation: false, extraFormats: true },
    ownPixels,
  );

/** How many pixels have very nearly the marked colour. */
function markedPixels({ data }: RawImage, near: number): number {
  let found = 0;
  for (let i = 0; i < data.length; i += 3) {
    if (marked.every((value, c) => Math.abs((data[i + c] as number) - value) <= near)) found++;
  }
  return found;
}

describe.each(Object.entries(encodings))("%s", (name, encode) => {
  it("damaged, has no pixels of the image before it", async () => {
    const random = new PythonRandom(29);
    // The marked image comes by every road into memory: through libjpeg-turbo's, our own decoders' and sharp's.
    const before = await Promise.all(
      ["jpeg 4:2:0", "png", "webp", "tiff lzw"].map(async (kind) =>
        Uint8Array.from(
          await (encodings[kind] as (image: Sharp) => Sharp)(plain(marked)).toBuffer(),
        ),
      ),
    );
    const whole = Uint8Array.from(await encode(picture(random)).toBuffer());
    let decoded = 0;
    for (let i = 0; i < 120; i++) {
      const filled = await decode(before[i % before.length] as Uint8Array);
      expect(markedPixels(filled, 8)).toBe(width * height);
      const damaged = damage(whole, random);
      let image: RawImage;
      try {
        image = await decode(damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
        continue;
      }
      decoded++;
      expect(image.data.length).toBe(image.width * image.height * 3);
      // Damage makes any colour now and then, but a stale row or block is a run of the marked one.
      expect(markedPixels(image, 8), `${name}, ${i}`).toBeLessThan(8);
    }
    // Damaged PNGs are refused nearly always, by their checksums.
    expect(decoded).toBeGreaterThan(name.startsWith("png") ? -1 : 3);
  });
});

it("BMP decodes into memory of its own", async () => {
  const bytes = await readFixture("images/rgb24.bmp");
  const first = decodeBmp(bytes, 3);
  expect(decodeBmp(bytes, 3).data.buffer).not.toBe(first.data.buffer);
});

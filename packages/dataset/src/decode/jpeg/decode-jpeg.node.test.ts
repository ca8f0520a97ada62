import { PythonRandom } from "@flowers/random";
import sharp from "sharp";
import { expect, it } from "vitest";
import { jpegTurbo } from "../../platform/node/decode/jpeg-turbo";
import { decodeJpeg } from "./decode-jpeg";

/** Soft colours with noise, so that all coefficients occur. */
function picture(width: number, height: number, random: PythonRandom): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.min(255, ((i * 5) % 200) + random.randint(0, 120));
  }
  return data;
}

it.skipIf(jpegTurbo() === null)(
  "equals libjpeg-turbo's fast IDCT, whatever the size and kind",
  async () => {
    const turbo = jpegTurbo()!;
    const random = new PythonRandom(11);
    for (let i = 0; i < 120; i++) {
      const width = random.randint(1, 70);
      const height = random.randint(1, 70);
      const bytes = await sharp(picture(width, height, random), {
        raw: { width, height, channels: 3 },
      })
        .jpeg({
          quality: random.randint(5, 100),
          progressive: i % 3 === 0,
          chromaSubsampling: i % 2 === 0 ? "4:2:0" : "4:4:4",
        })
        .toBuffer();
      for (const [channels, format] of [
        [3, turbo.FORMAT_RGB],
        [1, turbo.FORMAT_GRAY],
      ] as const) {
        // oxfmt-ignore
        const expected = Buffer.alloc(width * height * channels);
        turbo.decompressSync(bytes, expected, { format });
        const image = decodeJpeg(new Uint8Array(bytes), channels);
        expect([image.width, image.height]).toEqual([width, height]);
        expect(Buffer.compare(Buffer.from(image.data), expected), `${width}x${height} (${i})`).toBe(
          0,
        );
      }
    }
  },
);

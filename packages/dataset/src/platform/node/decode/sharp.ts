/** sharp, for WebP and TIFF. */
import type Sharp from "sharp";
import { toGray } from "../../../decode/gray";
import { type Channels, DecodeError, maxPixels, type RawImage } from "../../../decode/raw-image";
import { checkTiff } from "../../../decode/tiff-header";

/** Raw pixels: no rotation, no colour profile, one frame. */
const inputOptions = {
  ignoreIcc: true,
  limitInputPixels: maxPixels,
  failOn: "truncated",
  page: 0,
  pages: 1,
} as const;

let loaded: typeof Sharp | undefined;

/** Loaded at first need: most folders never need it. One image at a time: the workers are as many as the cores. */
async function load(): Promise<typeof Sharp> {
  if (!loaded) {
    loaded = (await import("sharp")).default;
    loaded.concurrency(1);
  }
  return loaded;
}

function refuse(format: string, cause: unknown): never {
  const text = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
  throw new DecodeError(`invalid ${format} data: ${text}`, { cause });
}

/**
 * Decodes to gray, RGB or RGBA; a missing alpha is opaque, a present one is dropped when not asked for. Of 16-bit samples the
 * high byte counts, as in PNG; colour becomes gray as in the page (`gray.ts`), where libvips would go through linear light.
 */
export async function decodeWithSharp(
  bytes: Uint8Array,
  channels: Channels,
  format: "webp" | "tiff",
  exifOrientation: boolean,
): Promise<RawImage> {
  if (format === "tiff") checkTiff(bytes);
  try {
    const sharp = await load();
    let image = sharp(bytes, inputOptions);
    const { space, depth } = await image.metadata();
    if (depth !== "uchar" && depth !== "ushort") {
      throw new DecodeError(`its samples are of the type ${depth}; expected 8 or 16 bits`);
    }
    if (exifOrientation) image = image.autoOrient();
    if (space === "cmyk") return withChannels(await readCmyk(image), channels);
    image = channels === 4 ? image.ensureAlpha() : image.removeAlpha();
    const { data, info } = await image
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    const expected = channels === 4 ? 4 : 3;
    if (info.channels !== expected) {
      throw new DecodeError(`expected ${expected} channels; decoded ${info.channels}`);
    }
    const { width, height } = info;
    return withChannels({ data, width, height, channels: expected }, channels);
  } catch (cause) {
    return refuse(format, cause);
  }
}

/** The same pixels as gray, or with an opaque alpha, or as they are. */
function withChannels(image: RawImage & { channels: 3 | 4 }, channels: Channels): RawImage {
  if (channels === 1) return { ...image, data: toGray(image.data, image.channels), channels };
  if (channels === image.channels) return image;
  const data = new Uint8Array(image.width * image.height * 4).fill(255);
  for (let i = 0; i < image.width * image.height; i++) {
    data.set(image.data.subarray(3 * i, 3 * i + 3), 4 * i);
  }
  return { ...image, data, channels };
}

/** RGB without a colour profile, as TensorFlow and Pillow have it: each of C, M, Y times K. */
async function readCmyk(image: ReturnType<typeof Sharp>): Promise<RawImage & { channels: 3 }> {
  const { data, info } = await image
    .pipelineColourspace("cmyk")
    .toColourspace("cmyk")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 4)
    throw new DecodeError(`expected CMYK; decoded ${info.channels} channels`);
  const { width, height } = info;
  const out = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const k = 255 - (data[4 * i + 3] as number);
    for (let c = 0; c < 3; c++) {
      out[3 * i + c] = Math.trunc(((255 - (data[4 * i + c] as number)) * k) / 255);
    }
  }
  return { data: out, width, height, channels: 3 };
}

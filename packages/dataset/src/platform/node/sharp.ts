/** sharp, for what TensorFlow's formats do not cover and where libjpeg-turbo's binding is missing. */
import type Sharp from "sharp";
import { type Channels, DecodeError, MAX_PIXELS, type RawImage } from "../../decode/raw-image";

/** Raw pixels: no rotation, no colour profile, one frame. */
const INPUT = {
  ignoreIcc: true,
  limitInputPixels: MAX_PIXELS,
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

/** Decodes to gray, RGB or RGBA; a missing alpha is opaque, a present one is dropped when not asked for. */
export async function decodeWithSharp(
  bytes: Uint8Array,
  channels: Channels,
  format: string,
  exifOrientation: boolean,
): Promise<RawImage> {
  try {
    const sharp = await load();
    let image = sharp(bytes, INPUT);
    if (exifOrientation) image = image.rotate();
    image = channels === 4 ? image.ensureAlpha() : image.removeAlpha();
    image = channels === 1 ? image.toColourspace("b-w") : image.toColourspace("srgb");
    const { data, info } = await image
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== channels) {
      throw new DecodeError(`expected ${channels} channels; decoded ${info.channels}`);
    }
    return { data, width: info.width, height: info.height, channels };
  } catch (cause) {
    return refuse(format, cause);
  }
}

/** Throws DecodeError unless sharp decodes the whole image. */
export async function checkWithSharp(bytes: Uint8Array, format: string): Promise<void> {
  try {
    const sharp = await load();
    await sharp(bytes, { ...INPUT, failOn: "error" }).stats();
  } catch (cause) {
    refuse(format, cause);
  }
}

/** A four-component JPEG as TensorFlow converts it: each of C, M, Y times K (Adobe stores them inverted). */
export async function decodeCmykWithSharp(bytes: Uint8Array): Promise<RawImage> {
  try {
    const sharp = await load();
    const { data, info } = await sharp(bytes, INPUT)
      .pipelineColourspace("cmyk")
      .toColourspace("cmyk")
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 4)
      throw new DecodeError(`expected CMYK; decoded ${info.channels} channels`);
    const out = new Uint8Array(info.width * info.height * 3);
    for (let i = 0; i < info.width * info.height; i++) {
      const k = 255 - data[4 * i + 3]!;
      for (let c = 0; c < 3; c++) out[3 * i + c] = Math.trunc(((255 - data[4 * i + c]!) * k) / 255);
    }
    return { data: out, width: info.width, height: info.height, channels: 3 };
  } catch (cause) {
    return refuse("JPEG", cause);
  }
}

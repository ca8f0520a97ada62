/**
 * JPEG, WebP and AVIF. JPEG is decoded as TensorFlow does, bit by bit, where our decoder knows the file's kind; the
 * rest goes through the browser's own decoder. Orientation and colour profile are ignored as Keras does: the browser is
 * asked not to apply them, and for JPEG they are taken out of the bytes first, since browsers differ in what they make
 * of the request.
 */
import { orient, readOrientation } from "../../decode/exif";
import { decodeJpegExactly } from "../../decode/jpeg/decode-jpeg";
import { isCutShort, readFrame, withoutMetadata } from "../../decode/jpeg-header";
import { checkSize, type Channels, DecodeError, type RawImage } from "../../decode/raw-image";

/** Pixels of one bitmap at most: RGBA of them takes half a gigabyte, and several are decoded at once. */
const MAX_BITMAP_PIXELS = 2 ** 27;
/** A canvas larger than this is given up after use. */
const MAX_KEPT_PIXELS = 2 ** 24;

function checkBitmap(format: string, width: number, height: number): void {
  checkSize(format, width, height);
  if (width * height > MAX_BITMAP_PIXELS) {
    throw new DecodeError(
      `${format} of ${width}x${height} has more than ${MAX_BITMAP_PIXELS} pixels, the most that is decoded in the page`,
    );
  }
}

/**
 * Decodes a JPEG with the checks that TensorFlow makes. What our decoder leaves to the browser: four components (CMYK),
 * RGB without conversion, arithmetic coding, and data that libjpeg would decode with a warning; pixels then differ by
 * about 1 on average.
 */
export async function decodeJpeg(
  bytes: Uint8Array<ArrayBuffer>,
  channels: Channels,
  exifOrientation: boolean,
): Promise<RawImage> {
  if (channels === 4) throw new DecodeError("JPEG does not support 4 channels");
  const frame = readFrame(bytes);
  if (!frame) throw new DecodeError("invalid JPEG data: no frame header");
  checkBitmap("JPEG", frame.width, frame.height);
  if (frame.components === 4 && channels === 1) {
    throw new DecodeError("invalid JPEG data: CMYK does not convert to grayscale");
  }
  if (isCutShort(bytes)) throw new DecodeError("invalid JPEG data: the file is cut short");
  const image =
    decodeJpegExactly(bytes, channels) ??
    (await decodeWithBrowser(withoutMetadata(bytes), channels, "jpeg", false));
  const orientation = exifOrientation ? readOrientation(bytes) : 1;
  return orientation === 1 ? image : orient(image, orientation);
}

/**
 * Decodes to gray, RGB or RGBA. A canvas keeps colours multiplied by alpha: where WebP or AVIF is transparent, colours
 * come back rounded, and black where alpha is 0.
 *
 * @param exifOrientation let the browser turn the picture as the file says
 */
export async function decodeWithBrowser(
  bytes: Uint8Array<ArrayBuffer>,
  channels: Channels,
  format: "jpeg" | "webp" | "avif",
  exifOrientation: boolean,
): Promise<RawImage> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes], { type: `image/${format}` }), {
      imageOrientation: exifOrientation ? "from-image" : "none",
      colorSpaceConversion: "none",
      premultiplyAlpha: "none",
    } as ImageBitmapOptions);
  } catch (cause) {
    throw new DecodeError(
      `invalid ${format} data: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  try {
    const { width, height } = bitmap;
    checkBitmap(format, width, height);
    const { data } = readBack(bitmap);
    return { data: fromRgba(data, channels), width, height, channels };
  } finally {
    bitmap.close();
  }
}

let canvas: OffscreenCanvas | undefined;

/** The bitmap's RGBA bytes. One canvas serves all images: a new one for each costs more than drawing. */
function readBack(bitmap: ImageBitmap): ImageData {
  const { width, height } = bitmap;
  canvas ??= new OffscreenCanvas(1, 1);
  if (canvas.width < width) canvas.width = width;
  if (canvas.height < height) canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new DecodeError("this browser gives no 2d canvas to read pixels from");
  context.globalCompositeOperation = "copy"; // also where the picture is transparent
  context.drawImage(bitmap, 0, 0);
  const image = context.getImageData(0, 0, width, height);
  if (canvas.width * canvas.height > MAX_KEPT_PIXELS) canvas = undefined;
  return image;
}

/** Gray by the weights of JPEG's luma, rounded. */
function fromRgba(rgba: Uint8ClampedArray, channels: Channels): Uint8Array {
  const pixels = rgba.length / 4;
  if (channels === 4) return new Uint8Array(rgba.buffer, rgba.byteOffset, rgba.length);
  const out = new Uint8Array(pixels * channels);
  if (channels === 1) {
    for (let i = 0; i < pixels; i++) {
      const at = 4 * i;
      out[i] = Math.round(0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!);
    }
    return out;
  }
  for (let from = 0, to = 0; to < out.length; from += 4, to += 3) {
    out[to] = rgba[from]!;
    out[to + 1] = rgba[from + 1]!;
    out[to + 2] = rgba[from + 2]!;
  }
  return out;
}

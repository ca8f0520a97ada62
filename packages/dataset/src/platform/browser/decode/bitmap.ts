/**
 * JPEG by our own decoder, WebP and AVIF by the browser's. Orientation and colour profile are ignored as Keras does: the
 * browser is asked not to apply them, and a WebP's orientation is hidden from it, since browsers differ in what they make
 * of the request.
 */
import { orient, readOrientation } from "../../../decode/exif";
import { fromRgba } from "../../../decode/from-rgba";
import { decodeJpeg as decodeExactly } from "../../../decode/jpeg/decode-jpeg";
import { readSize } from "../../../decode/jpeg/segments";
import { asStillAvif } from "../../../decode/still-avif";
import { readWebpOrientation, withoutWebpExif } from "../../../decode/webp-exif";
import { checkSize, type Channels, DecodeError, type RawImage } from "../../../decode/raw-image";

/** Pixels of one bitmap at most: RGBA of them takes half a gigabyte, and several are decoded at once. */
const mostBitmapPixels = 2 ** 27;
/** A canvas larger than this is given up after use. */
const mostKeptPixels = 2 ** 24;

function checkBitmap(format: string, width: number, height: number): void {
  checkSize(format, width, height);
  if (width * height > mostBitmapPixels) {
    throw new DecodeError(
      `${format} of ${width}x${height} has more than ${mostBitmapPixels} pixels, the most that is decoded in the page`,
    );
  }
}

/** Decodes a JPEG by our own decoder: the browser's has another inverse DCT, and fills what is damaged in its own way. */
export function decodeJpeg(
  bytes: Uint8Array<ArrayBuffer>,
  channels: Channels,
  exifOrientation: boolean,
): RawImage {
  const size = readSize(bytes);
  if (size) checkBitmap("JPEG", size.width, size.height);
  const image = decodeExactly(bytes, channels);
  const orientation = exifOrientation ? readOrientation(bytes) : 1;
  return orientation === 1 ? image : orient(image, orientation);
}

/** Decodes a WebP. Browsers differ in whether they turn it: none is let see its orientation. */
export async function decodeWebp(
  bytes: Uint8Array<ArrayBuffer>,
  channels: Channels,
  exifOrientation: boolean,
): Promise<RawImage> {
  const image = await decodeWithBrowser(withoutWebpExif(bytes), channels, "webp");
  const orientation = exifOrientation ? readWebpOrientation(bytes) : 1;
  return orientation === 1 ? image : orient(image, orientation);
}

/** Decodes an AVIF: of a sequence the first frame; turned as it says itself, which is not EXIF but part of the picture. */
export function decodeAvif(bytes: Uint8Array<ArrayBuffer>, channels: Channels): Promise<RawImage> {
  return decodeWithBrowser(asStillAvif(bytes), channels, "avif");
}

/**
 * Decodes to gray, RGB or RGBA. A canvas keeps colours multiplied by alpha: where WebP or AVIF is transparent, colours
 * come back rounded, and black where alpha is 0.
 */
export async function decodeWithBrowser(
  bytes: Uint8Array<ArrayBuffer>,
  channels: Channels,
  format: "webp" | "avif",
): Promise<RawImage> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes], { type: `image/${format}` }), {
      // Neither JPEG nor WebP come with an orientation here; an AVIF's own is part of the picture.
      imageOrientation: format === "avif" ? "from-image" : "none",
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
  if (canvas.width * canvas.height > mostKeptPixels) canvas = undefined;
  return image;
}

/** A picture that comes by itself, made a file that the loader takes: small enough to be decoded in a moment, everywhere. */
import { drawingOn } from "./canvas";
import { headBytes, keptFormat } from "./picture-format";
import { shrunk } from "./thumbnail";

/** No network here sees more than 512 pixels a side; a phone's camera gives 4000. */
const longestSide = 1024;

export interface AddedPicture {
  readonly content: Blob;
  readonly extension: string;
}

/**
 * A file's picture stays as it is where the loader reads it and it is not too large; a frame of the camera, and anything else,
 * becomes a JPEG. `bitmap` is the picture, decoded; it stays open.
 */
export async function addedPicture(
  picture: File | ImageBitmap,
  bitmap: ImageBitmap,
): Promise<AddedPicture> {
  const isSmall = Math.max(bitmap.width, bitmap.height) <= longestSide;
  if (picture instanceof Blob && isSmall) {
    const extension = keptFormat(await headOf(picture));
    if (extension !== null) return { content: picture, extension };
  }
  return { content: await asJpeg(bitmap), extension: "jpg" };
}

/** The first bytes of a file. */
export async function headOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
}

/** A picture as a JPEG file, none of its sides longer than this page's networks can use. It stays open. */
export async function asJpeg(bitmap: ImageBitmap): Promise<Blob> {
  const isSmall = Math.max(bitmap.width, bitmap.height) <= longestSide;
  const small = isSmall ? bitmap : await shrunk(bitmap, longestSide);
  const context = drawingOn(small.width, small.height);
  context.fillStyle = "#fff"; // a JPEG has no transparency
  context.fillRect(0, 0, small.width, small.height);
  context.drawImage(small, 0, 0);
  if (small !== bitmap) small.close();
  return context.canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
}

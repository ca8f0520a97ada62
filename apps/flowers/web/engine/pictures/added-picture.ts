/** A picture that comes by itself, made a file that the loader takes: small enough to be decoded in a moment, everywhere. */
import { drawingOn } from "./canvas";
import { shrunk } from "./thumbnail";

/** Formats that stay as they are; others are the browser's to decode. */
const kept: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/bmp": "bmp",
  "image/gif": "gif",
};

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
  const extension = picture instanceof Blob ? kept[picture.type] : undefined;
  if (picture instanceof Blob && extension !== undefined && isSmall)
    return { content: picture, extension };
  const small = isSmall ? bitmap : await shrunk(bitmap, longestSide);
  const context = drawingOn(small.width, small.height);
  context.fillStyle = "#fff"; // a JPEG has no transparency
  context.fillRect(0, 0, small.width, small.height);
  context.drawImage(small, 0, 0);
  if (small !== bitmap) small.close();
  return {
    content: await context.canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 }),
    extension: "jpg",
  };
}

/** One image, from a path or from bytes. */
import { readFile } from "node:fs/promises";
import type { Channels, RawImage } from "../../decode/raw-image";
import { decodeBytes } from "./decode-file";

export async function decodeImage(
  source: string | Uint8Array,
  channels: Channels,
  exifOrientation: boolean,
): Promise<RawImage> {
  const bytes = typeof source === "string" ? await readFile(source) : source;
  const image = await decodeBytes(bytes, channels, exifOrientation);
  // The decoder's own buffer serves the next image; this one's pixels are the caller's.
  return { ...image, data: image.data.slice() };
}

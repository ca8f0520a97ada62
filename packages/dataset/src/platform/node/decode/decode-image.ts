/** One image, from a path, a blob or bytes. */
import { readFile } from "node:fs/promises";
import type { Channels, RawImage } from "../../../decode/raw-image";
import type { ImageSource } from "../../../loader/directory-source";
import { decodeBytes } from "./decode-file";

export async function decodeImage(
  source: ImageSource,
  channels: Channels,
  exifOrientation: boolean,
): Promise<RawImage> {
  const bytes = await bytesOf(source);
  const image = await decodeBytes(bytes, channels, exifOrientation);
  // The decoder's own buffer serves the next image; this one's pixels are the caller's.
  return { ...image, data: image.data.slice() };
}

async function bytesOf(source: ImageSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (typeof source === "string" || source instanceof URL) return readFile(source); // of URLs, file: alone
  return new Uint8Array(await source.arrayBuffer());
}

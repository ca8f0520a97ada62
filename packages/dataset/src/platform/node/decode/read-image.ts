/** The bytes of one image, from a path, a blob or bytes. */
import { readFile } from "node:fs/promises";
import type { ImageSource } from "../../../loader/directory-source";

export async function readImage(source: ImageSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (typeof source === "string" || source instanceof URL) return readFile(source); // of URLs, file: alone
  return new Uint8Array(await source.arrayBuffer());
}

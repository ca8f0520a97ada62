/** The bytes of one image, from a path, a blob or bytes. */
import { readFile, stat } from "node:fs/promises";
import type { ImageSource } from "../../../loader/directory-source";
import { specialKind } from "../directory/special-files";

export async function readImage(source: ImageSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (typeof source === "string" || source instanceof URL) {
    const found = await stat(source); // of URLs, file: alone
    const special = found.isDirectory() ? "a folder" : specialKind(found);
    if (special !== undefined) throw new Error(`it is ${special}, not a file`);
    return readFile(source);
  }
  return new Uint8Array(await source.arrayBuffer());
}

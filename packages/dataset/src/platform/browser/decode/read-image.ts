/** The bytes of one image: a file, a blob, bytes or an address. */
import type { ImageSource } from "../../../loader/directory-source";
import { isPrivatePath, privateEntryAt } from "../private-files";

export async function readImage(source: ImageSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return new Uint8Array(source);
  if (typeof source === "string" && isPrivatePath(source)) {
    const entry = await privateEntryAt(source);
    if (entry?.kind !== "file") throw new Error("there is no such file");
    return new Uint8Array(await (await (entry as FileSystemFileHandle).getFile()).arrayBuffer());
  }
  if (typeof source === "string" || source instanceof URL) {
    const response = await fetch(source);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
    return new Uint8Array(await response.arrayBuffer());
  }
  return new Uint8Array(await source.arrayBuffer());
}

/**
 * One file of a directory, wherever it lies. Plain data, so that it can be sent to a decoding worker; a handle not in
 * every browser, see {@link openFile}.
 */
import type { ZipEntry } from "../../../files/zip-directory";
import type { FileFingerprint } from "../../contract";
import { unzipFile } from "./unzip-file";

export type SourceFile =
  | { readonly kind: "blob"; readonly blob: Blob; readonly changedMs: number }
  | { readonly kind: "handle"; readonly handle: FileSystemFileHandle }
  | { readonly kind: "zipped"; readonly archive: Blob; readonly entry: ZipEntry };

/** The file's bytes. */
export async function readSourceFile(file: SourceFile): Promise<Uint8Array<ArrayBuffer>> {
  switch (file.kind) {
    case "blob":
      return new Uint8Array(await file.blob.arrayBuffer());
    case "handle":
      return new Uint8Array(await (await file.handle.getFile()).arrayBuffer());
    case "zipped":
      return unzipFile(file.archive, file.entry);
  }
}

/** The file that a handle stands for; others as they are. */
export async function openFile(file: SourceFile): Promise<SourceFile> {
  if (file.kind !== "handle") return file;
  const blob = await file.handle.getFile();
  return { kind: "blob", blob, changedMs: blob.lastModified };
}

/** Size and time of change, for checking caches. */
export async function fingerprintOf(file: SourceFile): Promise<FileFingerprint> {
  switch (file.kind) {
    case "blob":
      return { sizeBytes: file.blob.size, changedMs: file.changedMs };
    case "handle": {
      const { size, lastModified } = await file.handle.getFile();
      return { sizeBytes: size, changedMs: lastModified };
    }
    case "zipped":
      return { sizeBytes: file.entry.sizeBytes, changedMs: null, crc32: file.entry.crc32 };
  }
}

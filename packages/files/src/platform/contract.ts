/** What Node and the page must each provide; `#platform` resolves to one of the two. */
import type { FileStore, FolderHandle } from "../file-store";

/** Writes a file piece by piece. */
export interface PrivateWriter {
  /** @throws DOMException `QuotaExceededError` when there is no room */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Keeps what was written. */
  close(): Promise<void>;
}

/** Paths from the working folder in Node, inside the origin's private file system in the page. */
export declare const files: FileStore;

/** See the public `folderStore`. */
export declare function openFolder(folder: string | FolderHandle): FileStore;

/** See the public `writeFolder`. */
export declare function writeFilesOf(
  folder: string,
  contents: Readonly<Record<string, readonly Uint8Array[]>>,
): Promise<void>;

/** See the public `cacheFolder`. */
export declare function userCacheFolder(): string;

/** See the public `privateFolder`; the names of the folders on the way. */
export declare function privateFolderAt(
  parts: readonly string[],
  create: boolean,
): Promise<FileSystemDirectoryHandle>;

/** See the public `privateEntry`. */
export declare function privateEntryAt(
  parts: readonly string[],
): Promise<FileSystemDirectoryHandle | FileSystemFileHandle | undefined>;

/** See the public `writeFrom`. */
export declare function privateWriter(
  file: FileSystemFileHandle,
  at: number,
): Promise<PrivateWriter>;

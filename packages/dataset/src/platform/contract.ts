/** What the core needs from the platform; `node.ts` and `browser.ts` export these names. */
import type { ImageSpec, LoadedImages } from "../decode/load-pixels";

/** Where images are: a path (Node); a directory handle, files or a zip (the page). */
export type DirectorySource = string | FileSystemDirectoryHandle | readonly File[] | Blob;

/** A folder of images, opened. */
export interface ImageDirectory {
  /** As messages and `filePaths` name it: a path exactly as it was passed. */
  readonly label: string;
  /** Names of the folders directly below, links to folders included, in no particular order. */
  folders(): Promise<string[]>;
  /** Every file below `folder` ("" for the whole directory), as `/`-separated paths relative to it, unordered. */
  walk(folder: string, followLinks: boolean): Promise<string[]>;
  /** The path under which {@link ImageDirectory.load} finds `file` of `folder`. */
  join(folder: string, file: string): string;
  /** Size in bytes and time of last change of each file, for checking caches. */
  stat(paths: readonly string[]): Promise<readonly FileFingerprint[]>;
  /** Reads, decodes and resizes files, off the main thread where it can be. Aborting drops what has not begun. */
  load(paths: readonly string[], spec: ImageSpec, signal: AbortSignal): Promise<LoadedImages>;
}

export interface FileFingerprint {
  readonly sizeBytes: number;
  readonly changedMs: number;
}

/** Opens a directory; throws DatasetError `not-found` when there is none. */
export declare function openDirectory(source: DirectorySource): Promise<ImageDirectory>;

/** How many images can be decoded at once. */
export declare function decodeParallelism(): number;

/** Bytes that batches read ahead may take together. */
export declare function readAheadBudgetBytes(): number;

/** Prints one line, as Keras does. */
export declare function printLine(line: string): void;

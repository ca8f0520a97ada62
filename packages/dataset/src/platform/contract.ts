/** What the core needs from the platform; `node.ts` and `browser.ts` export these names. */
import type { Decoders } from "../decode/decoders";
import type { ImageSpec, LoadedImages } from "../decode/image-spec";
import type { GetFileOptions } from "../files/get-file-options";
import type { DirectorySource, ImageSource } from "../loader/directory-source";
import type { HostTree } from "../pipeline/host";

/** A folder of images, opened. */
export interface ImageDirectory {
  /** As messages and `filePaths` name it: a path exactly as it was passed. */
  readonly label: string;
  /** Names of the folders directly below, links to folders included, in no particular order. */
  folders(): Promise<string[]>;
  /**
   * Every regular file below `folder` ("" for the whole directory), as `/`-separated paths relative to it, unordered.
   *
   * @param onSpecial called for each pipe, socket and device, which are left out: opening one may never end
   */
  walk(
    folder: string,
    followLinks: boolean,
    onSpecial?: (path: string, kind: string) => void,
  ): Promise<string[]>;
  /** The path under which {@link ImageDirectory.load} finds `file` of `folder`. */
  join(folder: string, file: string): string;
  /** Size in bytes and time of last change of each file, for checking caches. */
  stat(paths: readonly string[]): Promise<readonly FileFingerprint[]>;
  /** Reads, decodes and resizes files, off the main thread where it can be. Aborting drops what has not begun. */
  load(paths: readonly string[], spec: ImageSpec, signal: AbortSignal): Promise<LoadedImages>;
  /** The bytes of one file. */
  read(path: string): Promise<Uint8Array>;
}

export interface FileFingerprint {
  readonly sizeBytes: number;
  /** Null where only a checksum is known. */
  readonly changedMs: number | null;
  readonly crc32?: number;
}

/** How a directory is opened. */
export interface OpenOptions {
  /** The public function that messages name. */
  readonly caller: string;
  readonly signal?: AbortSignal;
  /** Bytes of an archive's download. */
  readonly onProgress?: (progress: {
    readonly loaded: number;
    readonly total: number | undefined;
  }) => void;
}

/** Opens a directory; throws DatasetError `not-found` when there is none. */
export declare function openDirectory(
  source: DirectorySource,
  options: OpenOptions,
): Promise<ImageDirectory>;

/** How many images can be decoded at once. */
export declare function decodeParallelism(): number;

/** Bytes that batches read ahead may take together. */
export declare function readAheadBudgetBytes(): number;

/** Memory for `length` float32 values, which hold anything. It is the caller's for as long as it keeps it. */
export declare function pixelFloats(length: number): Promise<Float32Array>;

/** Tells that these values stay in use for long (a cache holds them), so that nobody waits for their memory. */
export declare function keepPixels(values: ArrayBufferView): void;

/** Prints one line, as Keras does. */
export declare function printLine(line: string): void;

/** A cache on disk that is whole and fits. */
export interface CacheReader {
  readonly count: number;
  /** Asked for in order; undefined when it is damaged. */
  read(index: number): Promise<HostTree | undefined>;
  close(): void;
}

/** A cache on disk in the making. */
export interface CacheWriter {
  append(tree: HostTree): Promise<void>;
  /** Puts the file in its place, atomically. */
  commit(): Promise<void>;
  /** Gives up; leaves nothing behind. */
  abandon(): Promise<void>;
}

/** Opens the cache at `path`; undefined when there is none, or it is damaged, of another version or for another key. */
export declare function openCache(path: string, key: string): Promise<CacheReader | undefined>;

/** Begins a new cache at `path`. */
export declare function createCache(path: string, key: string): Promise<CacheWriter>;

/** What the public `getFile` does. */
export declare function getFile(origin: string, options?: GetFileOptions): Promise<string>;

/** The bytes of one image file, in memory that nothing else writes to. */
export declare function readImage(source: ImageSource): Promise<Uint8Array>;

/** The decoders of the calling thread. */
export declare const decoders: Decoders;

/** Every file of a directory, for importing a folder or an archive. */
import { openDirectory } from "#platform";
import {
  abortSignal,
  checkOptions,
  type Rule,
  someFunction,
  trueOrFalse,
} from "../arguments/rules";
import { DatasetError } from "../errors";
import type { DirectorySource } from "./directory-source";
import { sortFiles } from "./index-directory";

/** One regular file. */
export interface WalkedFile {
  /** Relative to the folder that holds the class folders, `/`-separated: `roses/a.jpg`. */
  readonly path: string;
  /** Reads the file. @throws DatasetError `not-found`, when it cannot be read any more or its archive is damaged */
  readonly bytes: () => Promise<Uint8Array>;
}

/** How much of an archive has come. */
export interface LoadProgress {
  readonly loaded: number;
  /** Undefined when the server does not say. */
  readonly total: number | undefined;
}

/** Options of {@link walkFiles}. */
export interface WalkFilesOptions {
  /** Enter folders that are symbolic links (Node). Default false. */
  readonly followLinks?: boolean;
  /** Ends the walk, and the download of an archive, with a DatasetError `aborted`. */
  readonly signal?: AbortSignal;
  /** Called for every piece of an archive's download, in bytes. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

const rules: Readonly<Record<keyof WalkFilesOptions, Rule>> = {
  followLinks: trueOrFalse,
  signal: abortSignal,
  onProgress: someFunction,
};

/**
 * Every regular file of a directory, an archive or the address of one, whatever its name ends with, in the order of
 * `imageDatasetFromDirectory` with `labels: null`: by folder path as a whole string, then by name. Files are read when
 * `bytes()` is called.
 *
 * @throws DatasetError `not-found`, `download`, `unsafe-archive`, `aborted`, `invalid-argument`
 *
 * @example
 * for await (const { path, bytes } of walkFiles("https://example.org/flower_photos.tgz")) {
 *   await save(path, await bytes()); // "LICENSE.txt", "daisy/100080576_f52e8ee070_n.jpg", ...
 * }
 */
export async function* walkFiles(
  source: DirectorySource,
  options: WalkFilesOptions = {},
): AsyncGenerator<WalkedFile, void, undefined> {
  checkOptions("walkFiles", options, rules);
  const { followLinks = false, signal, onProgress } = options;
  const stopIfAborted = (): void => {
    if (signal?.aborted) {
      throw new DatasetError("aborted", "walkFiles: aborted.", { cause: signal.reason });
    }
  };
  stopIfAborted();
  const directory = await openDirectory(source, { caller: "walkFiles", signal, onProgress });
  for (const path of sortFiles(await directory.walk("", followLinks))) {
    stopIfAborted();
    yield { path, bytes: () => readFile(() => directory.read(directory.join("", path)), path) };
  }
}

async function readFile(read: () => Promise<Uint8Array>, path: string): Promise<Uint8Array> {
  try {
    return await read();
  } catch (cause) {
    if (DatasetError.is(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError("not-found", `walkFiles: cannot read "${path}": ${reason}.`, { cause });
  }
}

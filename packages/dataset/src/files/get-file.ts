/** Downloading into a cache folder. */
import { getFile as getFileHere } from "#platform";

/** Options of {@link getFile}. */
export interface GetFileOptions {
  /** File name in the cache. Default: the last part of the URL's path. */
  readonly name?: string;
  /** Expected size; a longer download is broken off. */
  readonly sizeBytes?: number;
  /** Expected SHA-256, in hexadecimal. */
  readonly sha256?: string;
  /** Default: the system's cache folder, then `flowers`. */
  readonly cacheFolder?: string;
  /** Default "datasets". */
  readonly cacheSubfolder?: string;
  /** Unpack zip, tar or tar.gz; the result is then the folder. Default false. */
  readonly extract?: boolean;
  /** What an archive may unpack to. Default 64 GB and 1,000,000 entries. */
  readonly limits?: { readonly maxBytes: number; readonly maxEntries: number };
  /** Download and unpack again. Default false. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  /** Called for every piece received; `totalBytes` is undefined when the server does not say. */
  readonly onProgress?: (progress: {
    readonly receivedBytes: number;
    readonly totalBytes: number | undefined;
  }) => void;
  /** Makes the requests. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/**
 * Downloads a file once into the cache folder and returns its path; with `extract`, unpacks it and returns the
 * folder's. A download that broke off goes on where it ended. Archives are unpacked safely: entries that lead out of
 * the folder, links, special files and more than `limits` allows are refused.
 *
 * @throws DatasetError `download`, `checksum`, `unsafe-archive`, `aborted`, `invalid-argument`
 *
 * @example
 * const folder = await getFile("https://example.org/flower_photos.tgz", { extract: true });
 */
export function getFile(origin: string, options: GetFileOptions = {}): Promise<string> {
  return getFileHere(origin, options);
}

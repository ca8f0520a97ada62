/** The platform of the page: handles, files and archives, decoding workers, the origin-private file system. */
import { DatasetError } from "../errors";
import type { GetFileOptions } from "../files/get-file-options";
import type { CacheReader, CacheWriter } from "./contract";

export { decodeImage } from "./browser/decode-image";
export { openDirectory } from "./browser/directory";
export { decodeParallelism, readAheadBudgetBytes } from "./browser/machine";
export { printLine } from "./browser/print";

const noDisk = (): DatasetError =>
  new DatasetError(
    "unavailable",
    "ImageDataset.cache: a cache on disk is for Node; call `cache()` without a path.",
  );

export function openCache(_path: string, _key: string): Promise<CacheReader | undefined> {
  return Promise.reject(noDisk());
}

export function createCache(_path: string, _key: string): Promise<CacheWriter> {
  return Promise.reject(noDisk());
}

export function defaultCacheFolder(): string {
  throw new DatasetError("unavailable", "cacheFolder: in the page there are no folders.");
}

export function getFile(_origin: string, _options?: GetFileOptions): Promise<string> {
  return Promise.reject(
    new DatasetError(
      "unavailable",
      "getFile: in the page there is no folder to download to; use `fetch`.",
    ),
  );
}

/** The platform of the page. */
import { DatasetError } from "../errors";
import type { Channels, RawImage } from "../decode/raw-image";
import type { GetFileOptions } from "../files/get-file-options";
import type { DirectorySource } from "../loader/directory-source";
import type { CacheReader, CacheWriter, ImageDirectory } from "./contract";

export function openDirectory(_source: DirectorySource): Promise<ImageDirectory> {
  return Promise.reject(
    new DatasetError(
      "unavailable",
      "imageDatasetFromDirectory: loading images in the page is not available yet; load them in Node.",
    ),
  );
}

export function decodeParallelism(): number {
  return Math.max(1, navigator.hardwareConcurrency);
}

/** A page may use far less memory than the machine has; 256 MB is what phones bear. */
export function readAheadBudgetBytes(): number {
  return 256 * 2 ** 20;
}

export function printLine(line: string): void {
  console.log(line);
}

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

export function decodeImage(
  _source: string | Uint8Array,
  _channels: Channels,
  _exifOrientation: boolean,
): Promise<RawImage> {
  return Promise.reject(
    new DatasetError(
      "unavailable",
      "loadImage: decoding images in the page is not available yet; load them in Node.",
    ),
  );
}

/** The platform of the page: handles, files and archives, decoding workers, the origin-private file system. */
export { decodeImage } from "./browser/decode-image";
export { openDirectory } from "./browser/directory";
export { createCache, openCache } from "./browser/disk-cache";
export { defaultCacheFolder, getFile } from "./browser/get-file";
export {
  decodeParallelism,
  keepPixels,
  pixelFloats,
  readAheadBudgetBytes,
} from "./browser/machine";
export { printLine } from "./browser/print";

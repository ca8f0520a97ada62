/** The platform of the page: handles, files and archives, decoding workers, the origin-private file system. */
export { decoders } from "./browser/decode/decoders";
export { readImage } from "./browser/decode/read-image";
export { openDirectory } from "./browser/directory/open-directory";
export { createCache, openCache } from "./browser/cache/disk-cache";
export { getFile } from "./browser/download/get-file";
export {
  decodeParallelism,
  keepPixels,
  pixelFloats,
  readAheadBudgetBytes,
} from "./browser/machine";
export { printLine } from "./browser/print";

/** The platform of Node: folders on disk, worker threads, libjpeg-turbo and sharp. */
export { keepPixels, pixelFloats } from "./node/decode-pool";
export { openDirectory } from "./node/directory";
export { createCache, openCache } from "./node/disk-cache";
export { defaultCacheFolder, getFile } from "./node/get-file";
export { decodeImage } from "./node/decode-image";
export { decodeParallelism, readAheadBudgetBytes } from "./node/machine";
export { printLine } from "./node/print";

/** The platform of Node: folders on disk, worker threads, libjpeg-turbo and sharp. */
export { keepPixels, pixelFloats } from "./node/decode/decode-pool";
export { openDirectory } from "./node/directory/open-directory";
export { createCache, openCache } from "./node/cache/disk-cache";
export { getFile } from "./node/download/get-file";
export { decoders } from "./node/decode/decoders";
export { readImage } from "./node/decode/read-image";
export { decodeParallelism, readAheadBudgetBytes } from "./node/machine";
export { printLine } from "./node/print";

/** The platform of Node: folders on disk, worker threads, libjpeg-turbo and sharp. */
export { openDirectory } from "./node/directory";
export { decodeParallelism, readAheadBudgetBytes } from "./node/machine";
export { printLine } from "./node/print";

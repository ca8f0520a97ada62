/** The platform's own files. */
import { files as platformFiles } from "#platform";
import { checkedStore } from "./arguments";
import type { FileStore } from "./file-store";

/** The file system in Node; in the page and its workers the origin's private one. */
export const files: FileStore = checkedStore(platformFiles);

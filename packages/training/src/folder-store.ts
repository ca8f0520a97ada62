/** Files of one folder, for callbacks. */
import { openFolder } from "#platform";
import type { FileStore, FolderHandle } from "./platform/contract";

/**
 * Files whose paths start at a folder, for the option `store` of callbacks.
 *
 * @param folder a path; in the page one inside the origin's private file system, or a folder that the user picked
 *   (`showDirectoryPicker`) or that `getDirectoryHandle` gave
 * @throws TrainingError `invalid-argument` for a handle in Node, and for `..` in the page
 * @example
 * ```ts
 * const store = folderStore("runs/2026-01-31");
 * callbacks: [new CSVLogger("log.csv", { store }), new BackupAndRestore("backup", { store })]
 * ```
 */
export function folderStore(folder: string | FolderHandle): FileStore {
  return openFolder(folder);
}

/** Files for callbacks: the stores of `@flowers/files`, with what they refuse as this package's error. */
import {
  type FilesError,
  type FileStore,
  files as anywhere,
  type FolderHandle,
  folderStore as storeOf,
  withErrors,
} from "@flowers/files";
import { TrainingError } from "./errors";

/** Paths from the working folder in Node, inside the origin's private file system in the page. */
export const files: FileStore = withErrors(() => anywhere, fileError);

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
  return withErrors(() => storeOf(folder), fileError);
}

/** What `@flowers/files` refused, in this package's class. */
export function fileError({ code, message, remedy, cause }: FilesError): TrainingError {
  const ours = code === "invalid-argument" ? code : "file";
  return new TrainingError(ours, message, { remedy, cause });
}

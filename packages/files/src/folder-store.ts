/** Stores whose paths start at a folder, and stores that throw another package's errors. */
import { openFolder } from "#platform";
import { checkedStore, refuse, requireFunction } from "./arguments";
import { FilesError } from "./errors";
import type { FileStore, FolderHandle } from "./file-store";

/**
 * Files whose paths start at a folder.
 *
 * @param folder a path; in the page one inside the origin's private file system, or a folder that the user picked
 *   (`showDirectoryPicker`) or that `getDirectoryHandle` gave
 * @throws FilesError `invalid-argument` for a handle in Node, and for `..` in the page. Its methods throw `file` when the
 *   system refuses and `disk-full` when there is no room
 * @example
 * ```ts
 * const store = folderStore("runs/2026-01-31");
 * await store.writeAtomic("state.bin", Uint8Array.of(1, 2, 3));
 * ```
 */
export function folderStore(folder: string | FolderHandle): FileStore {
  const isHandle = (folder as Partial<FolderHandle> | null)?.kind === "directory";
  if (typeof folder !== "string" && !isHandle)
    refuse("folderStore", "folder", "a path, or the handle of a folder", folder);
  return checkedStore(openFolder(folder));
}

/**
 * A store whose errors are those of another package.
 *
 * @param make gives the store, and may throw
 * @param translate makes the other package's error
 */
export function withErrors(
  make: () => FileStore,
  translate: (error: FilesError) => Error,
): FileStore {
  requireFunction("withErrors", "make", make);
  requireFunction("withErrors", "translate", translate);
  const translated = (error: unknown): unknown => (FilesError.is(error) ? translate(error) : error);
  const ours = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw translated(error);
    }
  };
  let store: FileStore;
  try {
    store = make();
  } catch (error) {
    throw translated(error);
  }
  return {
    read: (path) => ours(store.read(path)),
    writeAtomic: (path, bytes) => ours(store.writeAtomic(path, bytes)),
    append: (path, bytes) => ours(store.append(path, bytes)),
    remove: (path) => ours(store.remove(path)),
    removeEmptyFolder: (path) => ours(store.removeEmptyFolder(path)),
  };
}

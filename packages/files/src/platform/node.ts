/** Files on disk. */
import { join } from "node:path";
import { FilesError } from "../errors";
import type { FileStore, FolderHandle } from "../file-store";
import { diskFiles } from "./node/disk-files";

export { userCacheFolder } from "./node/cache-folder";
export { writeFilesOf } from "./node/write-folder";

export const files: FileStore = diskFiles;

export function openFolder(folder: string | FolderHandle): FileStore {
  if (typeof folder !== "string") {
    throw new FilesError(
      "invalid-argument",
      "folderStore: folder must be a path in Node; received a handle of a browser.",
    );
  }
  return {
    read: (path) => files.read(join(folder, path)),
    writeAtomic: (path, bytes) => files.writeAtomic(join(folder, path), bytes),
    append: (path, bytes) => files.append(join(folder, path), bytes),
    remove: (path) => files.remove(join(folder, path)),
    removeEmptyFolder: (path) => files.removeEmptyFolder(join(folder, path)),
  };
}

const onlyInPages = (): Promise<never> =>
  Promise.reject(
    new FilesError(
      "unavailable",
      "Node has no origin-private file system; it is a browser's place for the files of a page.",
      { remedy: "Name a path on the disk." },
    ),
  );

export const privateFolderAt = onlyInPages;
export const privateEntryAt = onlyInPages;
export const privateWriter = onlyInPages;

/** Files in the origin's private file system (OPFS), in the page and its workers. */
import { FilesError } from "../errors";
import type { FileStore, FolderHandle } from "../file-store";
import { FolderFiles } from "./browser/folder-files";
import { privateFolderAt, privateRoot } from "./browser/private-folders";

export { privateEntryAt, privateFolderAt } from "./browser/private-folders";
export { privateWriter } from "./browser/private-writer";

export const files: FileStore = new FolderFiles(privateRoot);

export function openFolder(folder: string | FolderHandle): FileStore {
  if (typeof folder !== "string") {
    return new FolderFiles(() => Promise.resolve(folder as FileSystemDirectoryHandle));
  }
  const names = folder.split("/").filter((part) => part !== "" && part !== ".");
  if (names.includes("..")) {
    throw new FilesError(
      "invalid-argument",
      `folderStore: folder must lie inside the private file system; received "${folder}".`,
    );
  }
  return new FolderFiles(() => privateFolderAt(names, true));
}

export async function writeFilesOf(
  folder: string,
  contents: Readonly<Record<string, readonly Uint8Array[]>>,
): Promise<void> {
  const store = openFolder(folder);
  for (const [name, pieces] of Object.entries(contents)) {
    const bytes = await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer();
    await store.writeAtomic(name, new Uint8Array(bytes));
  }
}

export function userCacheFolder(): string {
  return "opfs:/flowers";
}

/**
 * Paths in the origin-private file system. `getFile` returns them as `opfs:/folder/file`, so that the loader takes
 * what it returned, as it does in Node.
 */
import { DatasetError } from "../../errors";

const scheme = "opfs:";

export const isPrivatePath = (path: string): boolean => path.startsWith(scheme);

/** The path's parts, with or without `opfs:` in front. */
export function partsOf(path: string): string[] {
  const plain = isPrivatePath(path) ? path.slice(scheme.length) : path;
  const parts = plain.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) {
    throw new DatasetError(
      "invalid-argument",
      `A path in the origin-private file system may not have ".." in it; received ${JSON.stringify(path)}.`,
    );
  }
  return parts;
}

/** The file system's root. @throws DatasetError `unavailable` where there is none (not https, a private window) */
async function privateRoot(): Promise<FileSystemDirectoryHandle> {
  try {
    return await navigator.storage.getDirectory();
  } catch (cause) {
    throw new DatasetError(
      "unavailable",
      "The origin-private file system cannot be used here; it needs https (or localhost) and a window that is not private.",
      { cause },
    );
  }
}

/** The folder at `parts`. With `create`, folders that are missing are made. */
export async function privateFolderAt(
  parts: readonly string[],
  create: boolean,
): Promise<FileSystemDirectoryHandle> {
  let folder = await privateRoot();
  for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
  return folder;
}

/** The file or folder at `path`; undefined when there is none. */
export async function privateEntryAt(
  path: string,
): Promise<FileSystemDirectoryHandle | FileSystemFileHandle | undefined> {
  const parts = partsOf(path);
  const name = parts.pop();
  try {
    const parent = await privateFolderAt(parts, false);
    if (name === undefined) return parent;
    try {
      return await parent.getFileHandle(name);
    } catch {
      return await parent.getDirectoryHandle(name);
    }
  } catch (error) {
    if (DatasetError.is(error)) throw error;
    return undefined;
  }
}

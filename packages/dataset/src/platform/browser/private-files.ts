/**
 * Paths in the origin-private file system. `getFile` returns them as `opfs:/folder/file`, so that the loader takes
 * what it returned, as it does in Node. What `@flowers/files` refuses becomes this package's error.
 */
import {
  FilesError,
  isPrivatePath,
  privateEntry,
  privateFolder,
  privatePathParts,
} from "@flowers/files";
import { DatasetError } from "../../errors";

export { isPrivatePath };

/** The path's parts, with or without `opfs:` in front. */
export function partsOf(path: string): string[] {
  try {
    return privatePathParts(path);
  } catch (error) {
    throw ours(error);
  }
}

/** The folder at `parts`. With `create`, folders that are missing are made. */
export async function privateFolderAt(
  parts: readonly string[],
  create: boolean,
): Promise<FileSystemDirectoryHandle> {
  try {
    return await privateFolder(parts.join("/"), { create });
  } catch (error) {
    throw ours(error);
  }
}

/** The file or folder at `path`; undefined when there is none. */
export async function privateEntryAt(
  path: string,
): Promise<FileSystemDirectoryHandle | FileSystemFileHandle | undefined> {
  try {
    return await privateEntry(path);
  } catch (error) {
    throw ours(error);
  }
}

function ours(error: unknown): unknown {
  if (!FilesError.is(error)) return error;
  const { message, remedy, cause } = error;
  const code = error.code === "invalid-argument" ? error.code : "unavailable";
  return new DatasetError(code, message, { remedy, cause });
}

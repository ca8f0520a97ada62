/** Folders of the origin's private file system. */
import { FilesError } from "../../errors";

/** The file system's root. @throws FilesError `unavailable` where there is none (not https, a private window) */
export async function privateRoot(): Promise<FileSystemDirectoryHandle> {
  const storage = (globalThis as { navigator?: Navigator }).navigator?.storage;
  try {
    if (typeof storage?.getDirectory === "function") return await storage.getDirectory();
  } catch (cause) {
    throw unavailable(cause);
  }
  throw unavailable();
}

function unavailable(cause?: unknown): FilesError {
  return new FilesError(
    "unavailable",
    "The origin-private file system cannot be used here; it needs https (or localhost) and a window that is not private.",
    cause === undefined ? {} : { cause },
  );
}

export async function privateFolderAt(
  parts: readonly string[],
  create: boolean,
): Promise<FileSystemDirectoryHandle> {
  let folder = await privateRoot();
  for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
  return folder;
}

export async function privateEntryAt(
  parts: readonly string[],
): Promise<FileSystemDirectoryHandle | FileSystemFileHandle | undefined> {
  const name = parts.at(-1);
  try {
    const parent = await privateFolderAt(parts.slice(0, -1), false);
    if (name === undefined) return parent;
    try {
      return await parent.getFileHandle(name);
    } catch {
      return await parent.getDirectoryHandle(name);
    }
  } catch (error) {
    if (FilesError.is(error)) throw error;
    return undefined;
  }
}

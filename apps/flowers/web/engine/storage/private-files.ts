/** Files by path in the origin's private file system, under one folder of this app. */
import {
  type Content,
  isMissing,
  readWhole,
  removeEntry,
  replaceWhole,
  write,
} from "./whole-files";

const home = "flowers";

async function storage(): Promise<FileSystemDirectoryHandle> {
  const given = (navigator as { storage?: StorageManager }).storage;
  if (typeof given?.getDirectory !== "function") {
    throw new Error(
      "This browser gives the page no private storage: open it on https or localhost, and not in a private window.",
    );
  }
  return given.getDirectory();
}

async function root(): Promise<FileSystemDirectoryHandle> {
  return (await storage()).getDirectoryHandle(home, { create: true });
}

/** The folder at `path`, made if it is not there and `create` is set. */
export async function folderAt(
  path: string,
  { create = false } = {},
): Promise<FileSystemDirectoryHandle | null> {
  let folder = await root();
  try {
    for (const part of path.split("/").filter(Boolean))
      folder = await folder.getDirectoryHandle(part, { create });
    return folder;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The file at `path`, or null. */
export async function readFile(path: string): Promise<File | null> {
  const [folder, name] = await parentOf(path, false);
  if (!folder) return null;
  return readWhole(folder, name);
}

/** Replaces the file as a whole: a reader sees the former content or the new one. */
export async function writeFile(path: string, content: Content): Promise<void> {
  const [folder, name] = await parentOf(path, true);
  if (folder) await unlessFull(() => replaceWhole(folder, name, content));
}

/** Writes a file that nobody reads before it is whole, in a folder that is already open. */
export function writeInto(
  folder: FileSystemDirectoryHandle,
  name: string,
  content: Content,
): Promise<void> {
  return unlessFull(() => write(folder, name, [content]));
}

async function unlessFull(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DOMException && error.name === "QuotaExceededError") {
      throw new Error(
        "The browser's storage for this page is full: free space, or use fewer pictures.",
        {
          cause: error,
        },
      );
    }
    throw error;
  }
}

export async function readJson<T>(path: string): Promise<T | null> {
  const file = await readFile(path);
  if (!file) return null;
  try {
    return JSON.parse(await file.text()) as T;
  } catch {
    return null; // a damaged file is as good as none
  }
}

export function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, JSON.stringify(value));
}

/** Removes a file or a folder with all that is in it. Does nothing when there is none. */
export async function remove(path: string): Promise<void> {
  const [folder, name] = await parentOf(path, false);
  if (folder) await removeEntry(folder, name);
}

/** Removes everything that the app has stored. */
export async function removeAll(): Promise<void> {
  await removeEntry(await storage(), home);
}

async function parentOf(
  path: string,
  create: boolean,
): Promise<readonly [FileSystemDirectoryHandle | null, string]> {
  const at = path.lastIndexOf("/");
  return [await folderAt(path.slice(0, Math.max(0, at)), { create }), path.slice(at + 1)];
}

/** Files by path in the origin's private file system, under one folder of this app. */
import { diskFull, FilesError, files, privateEntry, privateFolder, writeNew } from "@flowers/files";

const home = "flowers";

/** A path of the app's as others see it: theirs begin at the root of the private file system. */
export const homeOf = (path: string): string => `${home}/${path}`;

export type Content = BufferSource | Blob | string;

/** The folder at `path`, made if it is not there and `create` is set. */
export async function folderAt(
  path: string,
  { create = false } = {},
): Promise<FileSystemDirectoryHandle | null> {
  if (create) return privateFolder(`${home}/${path}`, { create });
  const entry = await privateEntry(`${home}/${path}`);
  return entry?.kind === "directory" ? (entry as FileSystemDirectoryHandle) : null;
}

/** The file at `path`, or null. */
export async function readFile(path: string): Promise<File | null> {
  const bytes = await files.read(`${home}/${path}`);
  const name = path.slice(path.lastIndexOf("/") + 1);
  return bytes && new File([bytes as Uint8Array<ArrayBuffer>], name);
}

/** Replaces the file as a whole: a reader sees the previous content or the new one. */
export async function writeFile(path: string, content: Content): Promise<void> {
  const bytes = await bytesOf(content);
  await unlessFull(() => files.writeAtomic(`${home}/${path}`, bytes));
}

/**
 * Writes a file that nobody reads before it is whole.
 *
 * @param path below a folder that is already open; the folders on the way are made
 */
export async function writeInto(
  folder: FileSystemDirectoryHandle,
  path: string,
  content: Content,
): Promise<void> {
  const bytes = await bytesOf(content);
  const names = path.split("/");
  const name = names.pop() ?? "";
  await unlessFull(async () => {
    let parent = folder;
    for (const each of names) parent = await parent.getDirectoryHandle(each, { create: true });
    await writeNew(await parent.getFileHandle(name, { create: true }), bytes);
  });
}

async function bytesOf(content: Content): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Blob([content]).arrayBuffer());
}

async function unlessFull(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isFull = FilesError.is(error)
      ? error.code === "disk-full"
      : diskFull(error) !== undefined;
    if (!isFull) throw error;
    throw new Error(
      "The browser's storage for this page is full: free space, or use fewer pictures.",
      { cause: error },
    );
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

/** The names in a folder; none when there is no such folder. */
export async function entriesOf(path: string): Promise<string[]> {
  const folder = await folderAt(path);
  const names: string[] = [];
  if (folder) for await (const name of folder.keys()) names.push(name);
  return names;
}

/** The files in a folder and below it, by their paths from there; none when there is no such folder. */
export async function walkFolder(path: string): Promise<string[]> {
  const start = await folderAt(path);
  const found: string[] = [];
  const pending: [string, FileSystemDirectoryHandle][] = start ? [["", start]] : [];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [above, folder] = next;
    for await (const [name, entry] of folder.entries())
      if (entry.kind === "directory")
        pending.push([`${above}${name}/`, entry as FileSystemDirectoryHandle]);
      else found.push(above + name);
  }
  return found;
}

/** Removes a file or a folder with all that is in it. Does nothing when there is none. */
export async function remove(path: string): Promise<void> {
  const at = path.lastIndexOf("/");
  const folder = await folderAt(path.slice(0, Math.max(0, at)));
  const name = path.slice(at + 1);
  if (folder) await removeEntry(folder, name);
}

/** Removes everything that the app has stored. */
export async function removeAll(): Promise<void> {
  await removeEntry(await privateFolder(""), home);
}

async function removeEntry(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await folder.removeEntry(name, { recursive: true });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
  }
}

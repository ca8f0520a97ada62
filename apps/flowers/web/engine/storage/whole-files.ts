/**
 * Files that are replaced as a whole: a reader finds the former content or the new one.
 *
 * Where `createWritable` exists it fills a swap file, which `close` puts in place. A browser without it (a worker of
 * Safari before 26) writes in place, by two files: first the content and a seal into `<name>.part`, then the content into
 * `<name>`, then `.part` is removed. A `.part` with its seal is the newest content; one without is a write that never
 * ended, and counts for nothing.
 */

/** What dedicated workers have; TypeScript's DOM library lacks it. Older Safari gives promises where others give values. */
interface SyncAccessHandle {
  truncate(size: number): void | Promise<void>;
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  flush(): void | Promise<void>;
  close(): void | Promise<void>;
}

interface FileHandle extends Omit<FileSystemFileHandle, "createWritable"> {
  createWritable?: FileSystemFileHandle["createWritable"];
  createSyncAccessHandle?(): Promise<SyncAccessHandle>;
}

export type Content = BufferSource | Blob | string;

const seal = new TextEncoder().encode("flowers: whole\n");

/** Whether the browser says that there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotFoundError";
}

/** The file of this name, or null. */
export async function readWhole(
  folder: FileSystemDirectoryHandle,
  name: string,
): Promise<File | null> {
  const part = await find(folder, partOf(name));
  if (part) {
    const content = part.slice(0, Math.max(0, part.size - seal.length));
    const end = new Uint8Array(await part.slice(content.size).arrayBuffer());
    if (end.length === seal.length && end.every((byte, i) => byte === seal[i]))
      return new File([content], name, { lastModified: part.lastModified });
  }
  return find(folder, name);
}

/** Makes this the content of the file, or leaves it as it was. */
export async function replaceWhole(
  folder: FileSystemDirectoryHandle,
  name: string,
  content: Content,
): Promise<void> {
  const writesSwapFile = "createWritable" in FileSystemFileHandle.prototype;
  if (!writesSwapFile) await write(folder, partOf(name), [content, seal]);
  await write(folder, name, [content]);
  await removeEntry(folder, partOf(name));
}

/** Writes a file that nobody reads before it is whole. */
export async function write(
  folder: FileSystemDirectoryHandle,
  name: string,
  pieces: readonly Content[],
): Promise<void> {
  const handle: FileHandle = await folder.getFileHandle(name, { create: true });
  if (handle.createWritable) await throughSwapFile(await handle.createWritable(), pieces);
  else if (handle.createSyncAccessHandle)
    await inPlace(await handle.createSyncAccessHandle(), pieces);
  else throw new Error("This browser lets the page write no files.");
}

/** Removes a file, or a folder with all that is in it. Does nothing when there is none. */
export async function removeEntry(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await folder.removeEntry(name, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

const partOf = (name: string): string => `${name}.part`;

async function find(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function throughSwapFile(
  stream: FileSystemWritableFileStream,
  pieces: readonly Content[],
): Promise<void> {
  try {
    for (const piece of pieces) await stream.write(piece);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => undefined); // the error says more than the abort
    throw error;
  }
}

/** Each piece is in the file before the next one begins. */
async function inPlace(access: SyncAccessHandle, pieces: readonly Content[]): Promise<void> {
  try {
    await access.truncate(0);
    let at = 0;
    for (const piece of pieces) {
      at += access.write(new Uint8Array(await new Blob([piece]).arrayBuffer()), { at });
      await access.flush();
    }
  } finally {
    await access.close();
  }
}

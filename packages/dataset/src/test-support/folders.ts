/** The same folder as each kind of source that the page has. */

/** An empty folder of its own in the origin-private file system. */
export async function privateFolder(name: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(name, { recursive: true }).catch(() => undefined);
  return root.getDirectoryHandle(name, { create: true });
}

/** Writes files by their path. */
export async function writeFiles(
  folder: FileSystemDirectoryHandle,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<void> {
  for (const [path, bytes] of files) {
    const parts = path.split("/");
    let parent = folder;
    for (const part of parts.slice(0, -1)) {
      parent = await parent.getDirectoryHandle(part, { create: true });
    }
    const file = await parent.getFileHandle(parts.at(-1)!, { create: true });
    const stream = await file.createWritable();
    await stream.write(bytes);
    await stream.close();
  }
}

/** Files as `<input webkitdirectory>` lists them when the folder `picked` is chosen. */
export function pickedFiles(
  picked: string,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): File[] {
  return [...files].map(([path, bytes]) => {
    const file = new File([bytes], path.split("/").at(-1)!, { lastModified: 1 });
    Object.defineProperty(file, "webkitRelativePath", { value: `${picked}/${path}` });
    return file;
  });
}

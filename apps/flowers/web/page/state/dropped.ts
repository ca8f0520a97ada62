/** What was dropped on the page: a folder, an archive or pictures. */
import type { PictureSource } from "../../engine/contract";

export type Dropped =
  | { readonly kind: "pictures"; readonly source: PictureSource }
  | { readonly kind: "photos"; readonly files: readonly File[] };

const archive = /\.(zip|tar|tgz|tar\.gz)$/i;

/** Whether a file's name is that of an archive. */
export function isArchive(name: string): boolean {
  return archive.test(name);
}

/**
 * Reads what a drop carries; null when nothing of it can be used. Must be called in the drop's own event: the browser
 * empties `DataTransfer` afterwards.
 */
export async function readDrop(transfer: DataTransfer): Promise<Dropped | null> {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  // Everything that needs the event comes before the first await.
  const found = items.map((item) => ({
    handle: item.getAsFileSystemHandle?.() ?? null,
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(),
  }));
  for (const { handle, entry } of found) {
    const known = await handle?.catch(() => null);
    if (known?.kind === "directory") {
      return {
        kind: "pictures",
        source: { kind: "folder", handle: known as FileSystemDirectoryHandle },
      };
    }
    if (entry?.isDirectory) {
      return { kind: "pictures", source: await walk(entry as FileSystemDirectoryEntry) };
    }
  }
  const files = found.flatMap(({ file }) => (file ? [file] : []));
  const packed = files.find((file) => isArchive(file.name));
  if (packed) return { kind: "pictures", source: { kind: "archive", file: packed } };
  const photos = files.filter((file) => file.type.startsWith("image/"));
  return photos.length > 0 ? { kind: "photos", files: photos } : null;
}

/** All files below a folder, for browsers whose drops carry no handles. */
async function walk(folder: FileSystemDirectoryEntry): Promise<PictureSource> {
  const files: File[] = [];
  const paths: string[] = [];
  const pending: FileSystemDirectoryEntry[] = [folder];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const entry of await listFolder(next)) {
      if (entry.isDirectory) pending.push(entry as FileSystemDirectoryEntry);
      else {
        files.push(await readEntry(entry as FileSystemFileEntry));
        paths.push(entry.fullPath.replace(/^\//, ""));
      }
    }
  }
  return { kind: "files", name: folder.name, files, paths };
}

async function listFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // A reader gives a hundred at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function readEntry(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** The files of `<input webkitdirectory>`. */
export function folderOfInput(files: readonly File[]): PictureSource {
  const paths = files.map((file) => file.webkitRelativePath || file.name);
  const name = paths[0]?.split("/")[0] ?? "";
  return { kind: "files", name, files, paths };
}

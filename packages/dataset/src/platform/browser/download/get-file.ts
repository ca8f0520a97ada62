/** `getFile` in the page: downloads once into the origin-private file system, checks, and unpacks. */
import { cacheFolder as userCacheFolder, writeFrom, writeNew } from "@flowers/files";
import { DatasetError } from "../../../errors";
import { diskFull } from "../../../files/disk-full";
import { fileNameFor, urlOf } from "../../../files/file-name";
import type { GetFileOptions } from "../../../files/get-file-options";
import { Sha256 } from "../../../files/sha256";
import { listArchive } from "../directory/archive";
import { lengthOf } from "./download";
import { partsOf, privateFolderAt } from "../private-files";
import { readSourceFile } from "../directory/source-file";
import { streamed } from "../streamed";

/** Downloads `origin` once; returns the `opfs:` path of the file, or of the folder with `extract`. */
export async function getFile(origin: string, options: GetFileOptions = {}): Promise<string> {
  const {
    cacheFolder = userCacheFolder(),
    cacheSubfolder = "datasets",
    extract = false,
    force = false,
  } = options;
  const url = urlOf(origin, location.href);
  const name = fileNameFor(url, options.name);
  const parts = [...partsOf(cacheFolder), ...partsOf(cacheSubfolder)];
  const folder = await privateFolderAt(parts, true);
  const unpacked = `${name}_extracted`;
  if (force) {
    await remove(folder, name);
    await removeUnpacked(folder, unpacked);
  }
  const present = await fileIn(folder, name);
  if (!present || (await mismatch(present, options)) !== undefined) {
    await removeUnpacked(folder, unpacked);
    await download(url.href, folder, name, options);
  }
  const path = `opfs:/${parts.join("/")}/`;
  if (!extract) return path + name;
  if (!(await fileIn(folder, `${unpacked}.complete`))) {
    await removeUnpacked(folder, unpacked);
    await unpack(folder, name, unpacked, options);
  }
  return path + unpacked;
}

async function fileIn(folder: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
  const handle = await folder.getFileHandle(name).catch(() => undefined);
  return handle?.getFile();
}

const remove = (folder: FileSystemDirectoryHandle, name: string): Promise<void> =>
  folder.removeEntry(name, { recursive: true }).catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
  });

async function removeUnpacked(folder: FileSystemDirectoryHandle, unpacked: string): Promise<void> {
  await remove(folder, `${unpacked}.complete`);
  await remove(folder, unpacked);
}

/** What is wrong with the file; undefined when it is what was expected. */
async function mismatch(
  file: File,
  { sizeBytes, sha256 }: GetFileOptions,
): Promise<string | undefined> {
  if (sizeBytes !== undefined && file.size !== sizeBytes) return `${file.size} bytes`;
  if (sha256 === undefined) return undefined;
  const hash = new Sha256();
  for await (const piece of streamed(file.stream())) hash.update(piece);
  const found = hash.hex();
  return found === sha256.toLowerCase() ? undefined : `${file.size} bytes, SHA-256 ${found}`;
}

/** Goes on where an earlier attempt ended, if the server can; the file gets its name only when checked. */
async function download(
  url: string,
  folder: FileSystemDirectoryHandle,
  name: string,
  options: GetFileOptions,
): Promise<void> {
  const { sizeBytes, sha256, signal } = options;
  const partial = `${name}.partial`;
  const handle = await folder.getFileHandle(partial, { create: true });
  try {
    const { size } = await handle.getFile();
    if (sizeBytes === undefined || size !== sizeBytes) await receive(url, handle, size, options);
  } catch (cause) {
    if (signal?.aborted) {
      throw new DatasetError("aborted", `getFile: the download of ${url} was aborted.`, { cause });
    }
    if (DatasetError.is(cause)) {
      if (cause.code === "checksum") await remove(folder, partial);
      throw cause;
    }
    const full = diskFull(`getFile: ${url} could not be downloaded`, cause);
    if (full) {
      await remove(folder, partial); // the room is needed more than the beginning of a file
      throw full;
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(
      "download",
      `getFile: ${url} could not be downloaded: ${reason}. Call again to continue where it ended. A page may only read from other servers that allow it (CORS).`,
      { cause },
    );
  }
  const wrong = await mismatch(await handle.getFile(), options);
  if (wrong !== undefined) {
    await remove(folder, partial);
    throw new DatasetError(
      "checksum",
      `getFile: ${url} is not what was expected: ${wrong}; expected ${sizeBytes ?? "any number of"} bytes, SHA-256 ${sha256 ?? "any"}.`,
    );
  }
  await rename(folder, handle, name);
}

async function receive(
  url: string,
  handle: FileSystemFileHandle,
  have: number,
  options: GetFileOptions,
): Promise<void> {
  const { sizeBytes, signal, onProgress, fetch: request = fetch } = options;
  const headers: Record<string, string> = have > 0 ? { Range: `bytes=${have}-` } : {};
  const response = await request(url, { signal, headers });
  if (response.status === 416 && have > 0) {
    // What is there is no beginning of what the server has.
    await response.body?.cancel();
    await (await writeFrom(handle, 0)).close();
    return receive(url, handle, 0, options);
  }
  // Other servers' Content-Range is hidden from pages unless they expose it.
  const range = response.headers.get("content-range");
  const resumed = response.status === 206 && (range === null || range.startsWith(`bytes ${have}-`));
  if (!response.ok || !response.body || (response.status === 206 && !resumed)) {
    await response.body?.cancel();
    throw new DatasetError(
      "download",
      `getFile: ${url} answered ${`${response.status} ${response.statusText}`.trim()}.`,
    );
  }
  let received = resumed ? have : 0;
  const length = lengthOf(response);
  const total = sizeBytes ?? (length === undefined ? undefined : received + length);
  const writer = await writeFrom(handle, received);
  try {
    for await (const piece of streamed(response.body)) {
      received += piece.length;
      if (sizeBytes !== undefined && received > sizeBytes) {
        throw new DatasetError(
          "checksum",
          `getFile: ${url} is longer than sizeBytes = ${sizeBytes}.`,
        );
      }
      await writer.write(piece);
      onProgress?.({ receivedBytes: received, totalBytes: total });
      signal?.throwIfAborted();
    }
  } catch (cause) {
    await writer.close().catch(() => undefined); // what came is kept, for the next attempt
    throw cause;
  }
  await writer.close();
}

/** Moves the file to its name: at once where the browser can, by copying otherwise. */
async function rename(
  folder: FileSystemDirectoryHandle,
  handle: FileSystemFileHandle,
  name: string,
): Promise<void> {
  await remove(folder, name);
  if ("move" in handle) {
    await (handle as unknown as { move(name: string): Promise<void> }).move(name);
    return;
  }
  const from: FileSystemFileHandle = handle;
  const to = await folder.getFileHandle(name, { create: true });
  await (await from.getFile()).stream().pipeTo(await to.createWritable()); // in place when closed
  await remove(folder, from.name);
}

/** Folders cannot be renamed here: a file beside it says that the folder is complete. */
async function unpack(
  folder: FileSystemDirectoryHandle,
  name: string,
  unpacked: string,
  { limits, signal }: GetFileOptions,
): Promise<void> {
  const archive = (await fileIn(folder, name)) as File; // downloaded just now
  const target = await folder.getDirectoryHandle(unpacked, { create: true });
  try {
    for (const [path, file] of await listArchive(archive, name, signal, limits)) {
      if (signal?.aborted) throw new DatasetError("aborted", "getFile: aborted.");
      const parts = path.split("/");
      const last = parts.pop() as string; // `split` gives one part at least
      let parent = target;
      for (const part of parts) parent = await parent.getDirectoryHandle(part, { create: true });
      if (file === "folder") await parent.getDirectoryHandle(last, { create: true });
      else {
        const bytes = await readSourceFile(file);
        await writeNew(await parent.getFileHandle(last, { create: true }), bytes);
      }
    }
    await folder.getFileHandle(`${unpacked}.complete`, { create: true });
  } catch (error) {
    await removeUnpacked(folder, unpacked);
    if (DatasetError.is(error)) throw error;
    const full = diskFull(`getFile: "${name}" could not be unpacked`, error);
    if (full) throw full;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatasetError(
      "unsafe-archive",
      `getFile: "${name}" could not be unpacked: ${reason}.`,
      { cause: error },
    );
  }
}

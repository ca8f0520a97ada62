/**
 * A cache in the origin-private file system: the arrays' bytes one after the other, a JSON trailer that describes them,
 * and a tail of `[trailer length, trailer SHA-256, magic]`. The browser writes to a copy and puts it in place when it is
 * closed, so that a reader finds a whole file or none, whenever the page ended and however many write at once.
 */
import { DatasetError } from "../../../errors";
import { diskFull } from "../../../files/disk-full";
import { type HostArray, mapHost } from "../../../pipeline/host";
import {
  arrayIn,
  describeArray,
  rebuildTree,
  sizeBytesOf,
  type StoredArray,
  storedArrays,
} from "../../../pipeline/stored-tree";
import type { CacheReader, CacheWriter } from "../../contract";
import { partsOf, privateEntryAt, privateFolderAt } from "../private-files";

/** Raised whenever the layout changes; other versions are rebuilt. */
const formatVersion = 2;
const magic = new TextEncoder().encode("FLWRPAGE");
const tailBytes = 4 + 32 + 8;
/** Far beyond any real trailer (about 350 bytes for each element); a damaged length must not ask for gigabytes. */
const mostTrailerBytes = 2 ** 28;

interface Leaf extends StoredArray {
  readonly sha256: string;
}
interface Trailer {
  readonly version: number;
  readonly key: string;
  readonly elements: readonly unknown[];
}
type Bytes = Uint8Array<ArrayBuffer>;

const fileOf = (path: string): string[] => partsOf(`${path}.flowers-cache`);

async function digest(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const digestOfText = async (text: string): Promise<string> =>
  hex(await digest(new TextEncoder().encode(text)));

async function read(file: Blob, offset: number, bytes: number): Promise<Bytes> {
  const part = file.slice(offset, offset + bytes);
  if (part.size < bytes) throw new RangeError("the cache file is cut short");
  return new Uint8Array(await part.arrayBuffer());
}

/** Files that have been read through once, by path, size and time of change. */
const verified = new Set<string>();
const identityOf = (path: string, { size, lastModified }: File): string =>
  JSON.stringify([fileOf(path), size, lastModified]);

async function cacheFileAt(path: string): Promise<File | undefined> {
  const entry = await privateEntryAt(`${path}.flowers-cache`);
  return entry?.kind === "file" ? (entry as FileSystemFileHandle).getFile() : undefined;
}

/** Opens the cache at `path` if it is whole, of this version and made for `key`; otherwise undefined. */
export async function openCache(path: string, key: string): Promise<CacheReader | undefined> {
  const file = await cacheFileAt(path);
  if (!file) return undefined;
  try {
    const trailer = await readTrailer(file);
    if (trailer?.version !== formatVersion || trailer.key !== (await digestOfText(key)))
      return undefined;
    const name = identityOf(path, file);
    if (!verified.has(name)) {
      for (const leaf of leavesOf(trailer.elements)) {
        const bytes = await read(file, leaf.offset, sizeBytesOf(leaf));
        if (hex(await digest(bytes)) !== leaf.sha256) return undefined;
      }
      verified.add(name);
    }
    return readerOf(file, path, trailer.elements);
  } catch {
    return undefined; // whatever is wrong with the file, it is made again
  }
}

async function readTrailer(file: Blob): Promise<Trailer | undefined> {
  if (file.size < magic.length + tailBytes) return undefined;
  const tail = await read(file, file.size - tailBytes, tailBytes);
  const length = new DataView(tail.buffer).getUint32(0, true);
  const whole = magic.every((byte, i) => tail[36 + i] === byte);
  if (!whole || length > Math.min(file.size - tailBytes, mostTrailerBytes)) return undefined;
  const text = await read(file, file.size - tailBytes - length, length);
  if (hex(await digest(text)) !== hex(tail.subarray(4, 36))) return undefined;
  return JSON.parse(new TextDecoder().decode(text)) as Trailer;
}

/** The arrays of described elements; this format keeps each one's checksum beside it. */
const leavesOf = (described: unknown): readonly Leaf[] => storedArrays(described) as Leaf[];

async function arrayOf(file: Blob, stored: StoredArray): Promise<HostArray> {
  return arrayIn((await read(file, stored.offset, sizeBytesOf(stored))).buffer, stored, 0);
}

function readerOf(file: File, path: string, elements: readonly unknown[]): CacheReader {
  return {
    count: elements.length,
    read: async (index) => {
      const arrays = new Map<StoredArray, HostArray>();
      try {
        for (const stored of storedArrays(elements[index]))
          arrays.set(stored, await arrayOf(file, stored));
      } catch (cause) {
        throw new DatasetError(
          "unavailable",
          `ImageDataset.cache: the cache "${path}" was replaced or removed while it was read.`,
          { cause },
        );
      }
      return rebuildTree(elements[index], (stored) => arrays.get(stored) as HostArray);
    },
    close: () => undefined, // a File holds nothing open
  };
}

/** Begins a new cache for `path`; nothing is there until `commit`. */
export async function createCache(path: string, key: string): Promise<CacheWriter> {
  const before = await cacheFileAt(path);
  const parts = fileOf(path);
  const name = parts.pop() as string; // `fileOf` gives one part at least
  const folder = await privateFolderAt(parts, true);
  const handle = await folder.getFileHandle(name, { create: true });
  if (typeof handle.createWritable !== "function") {
    throw new DatasetError(
      "unavailable",
      "ImageDataset.cache: this browser cannot write files beside the one in use (createWritable); call `cache()` without a path.",
    );
  }
  const stream = await handle.createWritable();
  const elements: unknown[] = [];
  let position = 0;
  let going = true;
  const write = async (bytes: Bytes): Promise<void> => {
    try {
      await stream.write(bytes);
    } catch (cause) {
      if (!going) return; // abandoned meanwhile
      const message = `ImageDataset.cache: the browser could not write the cache "${path}"`;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw (
        diskFull(message, cause) ??
        new DatasetError("unavailable", `${message}: ${reason}.`, { cause })
      );
    }
    position += bytes.length;
  };
  const abandon = async (): Promise<void> => {
    if (!going) return;
    going = false;
    await stream.abort().catch(() => undefined);
    // The empty file that stands for the one being written; others may still write theirs.
    if (before || (await handle.getFile()).size > 0) return;
    await folder.removeEntry(name).catch(() => undefined);
  };
  return {
    abandon,
    append: async (tree) => {
      if (!going) return;
      const arrays: [HostArray, Bytes][] = [];
      mapHost(tree, (array) => {
        const { buffer, byteOffset, byteLength } = array.data;
        arrays.push([array, new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)]);
      });
      const found = new Map<HostArray, Leaf>();
      for (const [array, bytes] of arrays) {
        found.set(array, { ...describeArray(array, position), sha256: hex(await digest(bytes)) });
        await write(bytes);
      }
      elements.push(mapHost(tree, (array) => found.get(array)));
    },
    commit: async () => {
      if (!going) return;
      const trailer: Trailer = { version: formatVersion, key: await digestOfText(key), elements };
      const now = await cacheFileAt(path);
      if (now && now.size > 0 && (!before || identityOf(path, now) !== identityOf(path, before))) {
        // Somebody else was faster; those who read theirs must not lose it.
        const theirs = await readTrailer(now).catch(() => undefined);
        if (theirs?.version === formatVersion && theirs.key === trailer.key) return abandon();
      }
      const text = new TextEncoder().encode(JSON.stringify(trailer));
      const tail = new Uint8Array(tailBytes);
      new DataView(tail.buffer).setUint32(0, text.length, true);
      tail.set(await digest(text), 4);
      tail.set(magic, 36);
      await write(text);
      await write(tail);
      going = false;
      await stream.close();
    },
  };
}

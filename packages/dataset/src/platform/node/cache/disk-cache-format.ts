/**
 * The file of a disk cache: magic, elements one after the other, a JSON trailer that describes them, and a tail of
 * `[trailer length, trailer CRC, magic]`. An element is its arrays' bytes, each at a multiple of 16, with one checksum
 * over all of them.
 */
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { resolve } from "node:path";
import { crc32 } from "node:zlib";

/** Raised whenever the layout changes; other versions are rebuilt. */
const formatVersion = 3;
export const magic = Buffer.from("FLWRCACH", "latin1");
const tailBytes = 16;
/** Far beyond any real trailer (about 300 bytes for each element); a damaged length must not ask for gigabytes. */
const mostTrailerBytes = 2 ** 28;

export interface StoredElement {
  readonly position: number;
  readonly sizeBytes: number;
  readonly checksum: string;
  /** The element's description; the arrays' offsets count from its first byte. */
  readonly tree: unknown;
}

interface Trailer {
  readonly version: number;
  readonly key: string;
  readonly elements: readonly StoredElement[];
}

export const fileOf = (path: string): string => `${resolve(path)}.flowers-cache`;
const digest = (key: string): string => createHash("sha256").update(key).digest("hex");

/** What follows the elements in the file. */
export function encodeTrailer(key: string, elements: readonly StoredElement[]): Buffer {
  const trailer: Trailer = { version: formatVersion, key: digest(key), elements };
  const text = Buffer.from(JSON.stringify(trailer), "utf8");
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(text.length, 0);
  tail.writeUInt32LE(crc32(text), 4);
  return Buffer.concat([text, tail, magic]);
}

/** The elements of a whole file of this version that was made for `key`; otherwise undefined. */
export async function readTrailer(
  file: FileHandle,
  key: string,
): Promise<readonly StoredElement[] | undefined> {
  const { size } = await file.stat();
  if (size < magic.length + tailBytes) return undefined;
  if (!(await readExactly(file, magic.length, 0)).equals(magic)) return undefined;
  const tail = await readExactly(file, tailBytes, size - tailBytes);
  const length = tail.readUInt32LE(0);
  if (!tail.subarray(8).equals(magic) || length > Math.min(size - tailBytes, mostTrailerBytes))
    return undefined;
  const text = await readExactly(file, length, size - tailBytes - length);
  if (crc32(text) !== tail.readUInt32LE(4)) return undefined;
  const trailer = JSON.parse(text.toString("utf8")) as Trailer;
  return trailer.version === formatVersion && trailer.key === digest(key)
    ? trailer.elements
    : undefined;
}

async function readExactly(file: FileHandle, bytes: number, position: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) throw new RangeError("the cache file is cut short");
    done += bytesRead;
  }
  return buffer;
}

/** Reads a part of a file into memory and checks it on the way. */
import { readSync } from "node:fs";
import { crc32 } from "node:zlib";

/** Checked while it is still in the processor's cache. */
const CHUNK_BYTES = 2 ** 18;

export interface FilePart {
  readonly file: number;
  readonly position: number;
  readonly sizeBytes: number;
  readonly crc: number;
  readonly slab: SharedArrayBuffer;
}

/** Whether the part is there and has that checksum; it is at the beginning of `slab` then. */
export function readChecked({ file, position, sizeBytes, crc, slab }: FilePart): boolean {
  const bytes = new Uint8Array(slab, 0, sizeBytes);
  let sum = 0;
  for (let done = 0; done < sizeBytes;) {
    const wanted = Math.min(CHUNK_BYTES, sizeBytes - done);
    const read = readSync(file, bytes, done, wanted, position + done);
    if (read === 0) return false;
    sum = crc32(bytes.subarray(done, done + read), sum);
    done += read;
  }
  return sum === crc;
}

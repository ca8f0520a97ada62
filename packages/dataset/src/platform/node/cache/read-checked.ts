/** Reads a part of a file into memory and checks it on the way, while it is still in the processor's cache. */
import { readSync } from "node:fs";
import { checksumUnit, Checksum } from "./checksum";

export interface FilePart {
  readonly file: number;
  readonly position: number;
  readonly sizeBytes: number;
  readonly checksum: string;
  readonly slab: SharedArrayBuffer;
}

/** Whether the part is there and has that checksum; it is at the beginning of `slab` then. */
export function readChecked({ file, position, sizeBytes, checksum, slab }: FilePart): boolean {
  if (sizeBytes % checksumUnit !== 0) return false;
  const bytes = new Uint8Array(slab, 0, sizeBytes);
  const sum = new Checksum();
  const { chunk } = sum;
  for (let at = 0; at < sizeBytes; at += chunk.length) {
    const wanted = Math.min(chunk.length, sizeBytes - at);
    for (let done = 0; done < wanted;) {
      const read = readSync(file, chunk, done, wanted - done, position + at + done);
      if (read === 0) return false;
      done += read;
    }
    sum.addChunk(wanted);
    bytes.set(wanted === chunk.length ? chunk : chunk.subarray(0, wanted), at);
  }
  return sum.digest() === checksum;
}

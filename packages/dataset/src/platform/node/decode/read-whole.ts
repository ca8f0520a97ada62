/** Reads small files one after the other into one buffer. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

let buffer = Buffer.alloc(0);

/** The file's bytes, valid until the next call in this thread. */
export function readWhole(path: string): Uint8Array {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    if (buffer.length < size) buffer = Buffer.allocUnsafeSlow(Math.ceil(size * 1.5));
    let done = 0;
    while (done < size) {
      const read = readSync(file, buffer, done, size - done, done);
      if (read === 0) break; // it has become shorter meanwhile
      done += read;
    }
    return buffer.subarray(0, done);
  } finally {
    closeSync(file);
  }
}

/** The two checksums of PNG: CRC-32 of each chunk, Adler-32 of the zlib streams (PNG specification, 5.5; RFC 1950). */

/** Four tables, so that four bytes are taken at a time. */
const tables = Array.from({ length: 4 }, () => new Int32Array(256));
const [table0, table1, table2, table3] = tables as [Int32Array, Int32Array, Int32Array, Int32Array];
for (let n = 0; n < 256; n++) {
  let crc = n;
  for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  table0[n] = crc;
}
for (let n = 0; n < 256; n++) {
  for (let k = 1; k < 4; k++) {
    const before = (tables[k - 1] as Int32Array)[n] as number;
    (tables[k] as Int32Array)[n] = (before >>> 8) ^ (table0[before & 255] as number);
  }
}

export function crc32(bytes: Uint8Array): number {
  let crc = -1;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    crc ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    crc =
      (table3[crc & 255] as number) ^
      (table2[(crc >>> 8) & 255] as number) ^
      (table1[(crc >>> 16) & 255] as number) ^
      (table0[crc >>> 24] as number);
  }
  for (; at < bytes.length; at++) {
    crc = (crc >>> 8) ^ (table0[(crc ^ (bytes[at] as number)) & 255] as number);
  }
  return ~crc >>> 0;
}

/** Bytes after which the sums must be reduced, so that they stay below 2^31. */
const adlerRun = 3800;

export function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length;) {
    for (const end = Math.min(at + adlerRun, bytes.length); at < end; at++) {
      a += bytes[at] as number;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}

/** Cyclic redundancy checks of 32 bits: they find damage, not malice. */

import { refuse, requireBytes } from "./arguments";

/** For a reflected polynomial: what one byte does to the sum. */
function tableOf(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc >>> 0;
  });
}

const zipTable = tableOf(0xedb88320);
const castagnoliTable = tableOf(0x82f63b78);

function checksum(caller: string, table: Uint32Array, bytes: Uint8Array, previous: number): number {
  requireBytes(caller, "bytes", bytes);
  if (!(Number.isInteger(previous) && previous >= 0 && previous < 2 ** 32))
    refuse(caller, "previous", "a checksum from 0 to 4294967295", previous);
  let crc = ~previous;
  // Both indices are in range: a byte, and a table of 256.
  for (let i = 0; i < bytes.length; i++)
    crc = (table[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/**
 * CRC-32 as zip, gzip and PNG have it, as an unsigned 32-bit number.
 *
 * @param previous the checksum of the bytes before these, to sum piece by piece
 * @throws FilesError `invalid-argument` for what is no Uint8Array, or no checksum
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  return checksum("crc32", zipTable, bytes, previous);
}

/**
 * CRC-32C (Castagnoli), the checksum of TFRecord files, as an unsigned 32-bit number.
 *
 * @param previous the checksum of the bytes before these, to sum piece by piece
 * @throws FilesError `invalid-argument` for what is no Uint8Array, or no checksum
 */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  return checksum("crc32c", castagnoliTable, bytes, previous);
}

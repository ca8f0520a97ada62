/** The end of a file that is known to be whole: 8 bytes of name, length (8), CRC-32C (4); little endian. */
import { crc32c } from "./crc";

const name = new TextEncoder().encode("flowers1");
const sealBytes = name.length + 12;
/** The seal without a checksum that pages may still hold. */
const plainSeal = new TextEncoder().encode("flowers: whole\n");

/** What to write behind `content`. */
export function sealOf(content: Uint8Array): Uint8Array {
  const seal = new Uint8Array(sealBytes);
  seal.set(name);
  const view = new DataView(seal.buffer);
  view.setBigUint64(name.length, BigInt(content.length), true);
  view.setUint32(name.length + 8, crc32c(content), true);
  return seal;
}

/** The content of a sealed file, as a view; null when its end is missing or another's. */
export function unsealed(file: Uint8Array): Uint8Array | null {
  const content = file.subarray(0, Math.max(0, file.length - sealBytes));
  if (holds(file, name, content.length) && holds(file, sealOf(content), content.length))
    return content;
  const plain = file.subarray(0, Math.max(0, file.length - plainSeal.length));
  return holds(file, plainSeal, plain.length) ? plain : null;
}

/** Whether `part` stands in `file` at `at`. */
function holds(file: Uint8Array, part: Uint8Array, at: number): boolean {
  return part.every((byte, i) => byte === file[at + i]);
}

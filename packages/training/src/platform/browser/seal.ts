/** The end of a file that is known to be whole: 8 bytes of name, length (8), CRC-32C (4); little endian. */
import { crc32c } from "../../callbacks/crc32c";

const name = new TextEncoder().encode("flowers1");
const sealBytes = name.length + 12;

/** What to write behind `content`. */
export function sealed(content: Uint8Array): Uint8Array {
  const seal = new Uint8Array(sealBytes);
  seal.set(name);
  const view = new DataView(seal.buffer);
  view.setBigUint64(name.length, BigInt(content.length), true);
  view.setUint32(name.length + 8, crc32c(content), true);
  return seal;
}

/** The content of a sealed file; null when its end is missing or another's. */
export function unsealed(file: Uint8Array): Uint8Array | null {
  const length = file.length - sealBytes;
  if (length < 0) return null;
  const content = file.subarray(0, length);
  const seal = file.subarray(length);
  return sealed(content).every((byte, i) => byte === seal[i]) ? content : null;
}

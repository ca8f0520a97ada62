/** The archive around a model: a zip with few members. Sizes are checked while unpacking, not believed. */
import { Inflate, zipSync } from "fflate";
import { KerasFormatError } from "../errors";
import { LIMITS } from "../limits";

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endSize = 22;
const longestComment = 0xffff;

const damaged = (what: string): KerasFormatError =>
  new KerasFormatError(
    "invalid-file",
    `readKeras: expected a whole .keras file (a zip archive); ${what}.`,
  );

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function inflate(packed: Uint8Array, name: string, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((chunk) => {
    if (filled + chunk.length > size) {
      throw new KerasFormatError(
        "unsafe-file",
        `readKeras: member "${name}" unpacks to more than the ${size} bytes it declares.`,
      );
    }
    out.set(chunk, filled);
    filled += chunk.length;
  });
  // In steps, so that no chunk of output is larger than some hundred times one of them.
  const step = 1 << 16;
  try {
    for (let i = 0; i < packed.length; i += step) {
      stream.push(packed.subarray(i, i + step), i + step >= packed.length);
    }
  } catch (error) {
    if (KerasFormatError.is(error)) throw error;
    throw new KerasFormatError("invalid-file", `readKeras: member "${name}" cannot be unpacked.`, {
      cause: error,
    });
  }
  if (filled !== size)
    throw damaged(`member "${name}" has ${filled} bytes of the ${size} it declares`);
  return out;
}

/** Unpacks the members for which `limit` gives a number of bytes. */
export function readZip(
  bytes: Uint8Array,
  limit: (name: string) => number | null,
): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const within = (offset: number, length: number): boolean => offset + length <= bytes.length;

  let end = bytes.length - endSize;
  const last = Math.max(0, end - longestComment);
  while (end >= last && view.getUint32(end, true) !== endSignature) end--;
  if (end < last) throw damaged(`the end of a zip archive was not found in ${bytes.length} bytes`);

  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) {
    throw new KerasFormatError(
      "too-large",
      "readKeras: expected an archive below 4 GiB; received a zip64 one.",
    );
  }
  if (count > LIMITS.members) {
    throw new KerasFormatError(
      "too-large",
      `readKeras: expected at most ${LIMITS.members} members; received ${count}.`,
    );
  }

  const members = new Map<string, Uint8Array>();
  for (let i = 0; i < count; i++) {
    if (!within(at, 46) || view.getUint32(at, true) !== centralSignature)
      throw damaged(`entry ${i} of its directory is missing`);
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const checksum = view.getUint32(at + 16, true);
    const packedSize = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameSize = view.getUint16(at + 28, true);
    const skip = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const local = view.getUint32(at + 42, true);
    if (!within(at + 46, nameSize + skip))
      throw damaged(`entry ${i} of its directory is cut short`);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameSize));
    at += 46 + nameSize + skip;

    const allowed = limit(name);
    if (allowed === null) continue;
    if (members.has(name)) throw damaged(`member "${name}" is there twice`);
    if (size > allowed) {
      throw new KerasFormatError(
        "too-large",
        `readKeras: expected at most ${allowed} bytes in "${name}"; it declares ${size}.`,
      );
    }
    if (size > LIMITS.expansion * packedSize) {
      throw new KerasFormatError(
        "unsafe-file",
        `readKeras: expected "${name}" to unpack to at most ${LIMITS.expansion} times its size; it declares ${size} bytes from ${packedSize}.`,
      );
    }
    if (flags & 1)
      throw new KerasFormatError("unsupported", `readKeras: member "${name}" is encrypted.`);
    if (!within(local, 30) || view.getUint32(local, true) !== localSignature)
      throw damaged(`member "${name}" is missing`);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (!within(start, packedSize)) throw damaged(`member "${name}" is cut short`);
    const packed = bytes.subarray(start, start + packedSize);
    if (method !== 0 && method !== 8) {
      throw new KerasFormatError(
        "unsupported",
        `readKeras: member "${name}" is packed by method ${method}; 0 and 8 are known.`,
      );
    }
    if (method === 0 && packedSize !== size) throw damaged(`member "${name}" has two sizes`);
    const content = method === 0 ? packed : inflate(packed, name, size);
    if (crc32(content) !== checksum) throw damaged(`the checksum of "${name}" does not fit`);
    members.set(name, content);
  }
  return members;
}

/** Packs members in the given order without compression, as Keras does. */
export function writeZip(members: Record<string, Uint8Array>): Uint8Array {
  // The same bytes at any time: the first day that a zip can name.
  return zipSync(members, { level: 0, mtime: new Date(1980, 0, 1) });
}

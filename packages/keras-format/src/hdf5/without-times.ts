/**
 * Takes the times of writing out of an HDF5 file, so that the same variables are the same bytes. The library writes four into the
 * header of every object (HDF5 file format specification, section IV.A.1.b) and has no setting against it here.
 */

const signature = [0x4f, 0x48, 0x44, 0x52]; // "OHDR"
const hasTimes = 0x20;
const hasPhases = 0x10;

/** Sets every time to 0, in place. A header is one only if its checksum says so. */
export function removeTimes(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (
    let at = bytes.indexOf(signature[0] ?? 0);
    at >= 0;
    at = bytes.indexOf(signature[0] ?? 0, at + 1)
  ) {
    if (!signature.every((byte, i) => bytes[at + i] === byte) || bytes[at + 4] !== 2) continue;
    const flags = bytes[at + 5] ?? 0;
    if ((flags & hasTimes) === 0) continue;
    const end = messagesEnd(view, at, flags);
    if (end === null || view.getUint32(end, true) !== lookup3(bytes.subarray(at, end))) continue;
    bytes.fill(0, at + 6, at + 22);
    view.setUint32(end, lookup3(bytes.subarray(at, end)), true);
  }
  return bytes;
}

/** Where the checksum of a header lies; null when that is outside of the file. */
function messagesEnd(view: DataView, at: number, flags: number): number | null {
  const sizeAt = at + 22 + (flags & hasPhases ? 4 : 0);
  const width = 1 << (flags & 3);
  if (width > 4 || sizeAt + width > view.byteLength) return null;
  const size =
    width === 1
      ? view.getUint8(sizeAt)
      : width === 2
        ? view.getUint16(sizeAt, true)
        : view.getUint32(sizeAt, true);
  const end = sizeAt + width + size;
  return end + 4 <= view.byteLength ? end : null;
}

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** Bob Jenkins's lookup3 (public domain), `hashlittle` with 0 to begin with: HDF5's checksum of metadata. */
export function lookup3(bytes: Uint8Array): number {
  let a = (0xdeadbeef + bytes.length) | 0;
  let b = a;
  let c = a;
  const word = (at: number): number =>
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24);
  let at = 0;
  for (; bytes.length - at > 12; at += 12) {
    a = (a + word(at)) | 0;
    b = (b + word(at + 4)) | 0;
    c = (c + word(at + 8)) | 0;
    a = ((a - c) ^ rotate(c, 4)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 6)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 8)) | 0;
    b = (b + a) | 0;
    a = ((a - c) ^ rotate(c, 16)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 19)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 4)) | 0;
    b = (b + a) | 0;
  }
  if (at === bytes.length) return c >>> 0;
  a = (a + word(at)) | 0;
  b = (b + word(at + 4)) | 0;
  c = (c + word(at + 8)) | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}

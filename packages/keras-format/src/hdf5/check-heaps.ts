/**
 * Looks through the heaps that texts lie in before HDF5's library does: a free part of size 0 keeps it in a loop without end.
 * Layout: HDF5 file format specification, section III.E ("Disk Format: Level 1E - Global Heap").
 */

const signature = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0]; // "GCOL", version 1, and three bytes of zero
const headerBytes = 16;

/** Whether every heap's parts end where the heap does. */
export function heapsAreWhole(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = signature[0] ?? 0;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (signature.every((byte, i) => bytes[at + i] === byte) && !isWhole(view, at)) return false;
  }
  return true;
}

function isWhole(view: DataView, at: number): boolean {
  if (at + headerBytes > view.byteLength) return false;
  const end = at + Number(view.getBigUint64(at + 8, true));
  if (!(end <= view.byteLength)) return false;
  for (let part = at + headerBytes; part + headerBytes <= end;) {
    const isFree = view.getUint16(part, true) === 0;
    const size = Number(view.getBigUint64(part + 8, true));
    // A free part's size counts its own header; others are filled up to 8 bytes.
    const length = isFree ? size : headerBytes + Math.ceil(size / 8) * 8;
    if (length < headerBytes || !(part + length <= end)) return false;
    part += length;
  }
  return true;
}

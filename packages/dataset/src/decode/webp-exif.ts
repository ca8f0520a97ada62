/** EXIF orientation of a WebP, which browsers do not agree on. */
import { type Orientation, readTiffOrientation } from "./exif";

/** Where the EXIF chunk lies: its name's first byte, its content's first and last plus one. */
function findExif(bytes: Uint8Array): { at: number; start: number; end: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 8 <= bytes.length;) {
    const sizeBytes = view.getUint32(at + 4, true);
    const [start, end] = [at + 8, Math.min(at + 8 + sizeBytes, bytes.length)];
    if (view.getUint32(at) === 0x45584946) return { at, start, end }; // "EXIF"
    at = start + sizeBytes + (sizeBytes & 1);
  }
  return undefined;
}

/** The orientation that a WebP's EXIF chunk states, or 1. */
export function readWebpOrientation(bytes: Uint8Array): Orientation {
  const found = findExif(bytes);
  if (!found) return 1;
  const content = bytes.subarray(found.start, found.end);
  // Some writers put JPEG's "Exif\0\0" in front.
  const prefixed = String.fromCharCode(...content.subarray(0, 4)) === "Exif";
  return readTiffOrientation(prefixed ? content.subarray(6) : content) ?? 1;
}

/** The same WebP with its EXIF chunk under a name that nobody knows, so that no decoder turns it. */
export function withoutWebpExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const found = findExif(bytes);
  if (!found) return bytes;
  const copy = bytes.slice();
  copy[found.at] = 0x58; // "XXIF"
  return copy;
}

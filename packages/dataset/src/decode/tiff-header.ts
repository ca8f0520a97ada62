/** Reads single fields of a TIFF's first directory; EXIF blocks are TIFFs too (TIFF 6.0, section 2). */
import { checkSize, DecodeError } from "./raw-image";

/** Bytes of one value of each type that is read: SHORT and LONG. */
const sizes: Readonly<Record<number, number>> = { 3: 2, 4: 4 };
/** Numbers of the fields that are read. */
const tags = { width: 256, height: 257, bits: 258, compression: 259, samples: 277 } as const;
const uncompressed = 1;

/** The first value of the field `tag`, or undefined when the first directory has no such whole number. */
export function readTiffField(tiff: Uint8Array, tag: number): number | undefined {
  if (tiff.length < 8) return undefined;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return undefined;
  const count = view.getUint16(directory, little);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * 12;
    if (entry + 12 > tiff.length) return undefined;
    if (view.getUint16(entry, little) !== tag) continue;
    const size = sizes[view.getUint16(entry + 2, little)];
    if (size === undefined) return undefined;
    const inline = view.getUint32(entry + 4, little) * size <= 4;
    const at = inline ? entry + 8 : view.getUint32(entry + 8, little);
    if (at + size > tiff.length) return undefined;
    return size === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
  }
  return undefined;
}

/**
 * Checks what a decoder would find out late, after it has reserved and filled memory for it: that the size is one that is
 * decoded, and that the file is as large as its pixels where they are not compressed.
 *
 * @throws DecodeError
 */
export function checkTiff(bytes: Uint8Array): void {
  const [width, height] = [readTiffField(bytes, tags.width), readTiffField(bytes, tags.height)];
  if (width === undefined || height === undefined)
    throw new DecodeError("invalid tiff data: no size");
  checkSize("TIFF", width, height);
  if ((readTiffField(bytes, tags.compression) ?? uncompressed) !== uncompressed) return;
  const bits = (readTiffField(bytes, tags.bits) ?? 1) * (readTiffField(bytes, tags.samples) ?? 1);
  // Less by a row's last byte where rows do not end on one.
  if (Math.floor((width * bits) / 8) * height > bytes.length) {
    throw new DecodeError("invalid tiff data: the file is cut short");
  }
}

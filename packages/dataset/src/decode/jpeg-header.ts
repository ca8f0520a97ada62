/** Reads as much of a JPEG's markers as is needed to check it before decoding. */

export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** Calls `visit` for each marker segment up to the first scan; stops when it returns a value. */
export function findSegment<T>(
  bytes: Uint8Array,
  visit: (marker: number, start: number, end: number) => T | undefined,
): T | undefined {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) {
      at++;
      continue;
    }
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    if (marker === 0xd9) return undefined;
    const length = bytes[at + 2]! * 256 + bytes[at + 3]!;
    if (length < 2) return undefined;
    const found = visit(marker, at + 4, Math.min(at + 2 + length, bytes.length));
    if (found !== undefined || marker === 0xda) return found;
    at += 2 + length;
  }
  return undefined;
}

/** The size of the image, from its frame header (SOF0 to SOF15). */
export function readFrame(bytes: Uint8Array): JpegFrame | undefined {
  return findSegment(bytes, (marker, start, end) => {
    const isFrame =
      marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (!isFrame || end - start < 6) return undefined;
    return {
      height: bytes[start + 1]! * 256 + bytes[start + 2]!,
      width: bytes[start + 3]! * 256 + bytes[start + 4]!,
      components: bytes[start + 5]!,
    };
  });
}

/** Whether the end-of-image marker is missing after the first scan's start. */
export function isCutShort(bytes: Uint8Array): boolean {
  const scan = findSegment(bytes, (marker, start) => (marker === 0xda ? start : undefined));
  if (scan === undefined) return true;
  for (let at = bytes.length - 2; at >= scan; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return false;
  }
  return true;
}

/** The same JPEG without EXIF (APP1) and colour profile (APP2), so that no decoder turns or converts it. */
export function withoutMetadata(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const kept: Uint8Array[] = [];
  let from = 0;
  findSegment(bytes, (marker, start, end) => {
    if (marker !== 0xe1 && marker !== 0xe2) return undefined;
    kept.push(bytes.subarray(from, start - 4));
    from = end;
    return undefined;
  });
  if (from === 0) return bytes;
  kept.push(bytes.subarray(from));
  const out = new Uint8Array(kept.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of kept) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

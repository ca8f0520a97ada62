/** The first frame of a GIF, as RGB (the only layout TensorFlow gives). */
import { checkSize, type Channels, DecodeError, type RawImage } from "./raw-image";

/** LZW codes never exceed 12 bits (GIF89a, appendix F). */
const MAX_CODE = 4096;

/** Joins the data sub-blocks that start at `offset`. */
function subBlocks(bytes: Uint8Array, offset: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  while (offset < bytes.length && bytes[offset] !== 0) {
    const size = bytes[offset]!;
    const part = bytes.subarray(offset + 1, offset + 1 + size);
    parts.push(part);
    total += part.length;
    offset += size + 1;
  }
  const joined = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Decompresses `count` palette indices. */
function unpack(data: Uint8Array, minimumCodeBits: number, count: number): Uint8Array {
  const clear = 1 << minimumCodeBits;
  const prefix = new Uint16Array(MAX_CODE);
  const suffix = new Uint8Array(MAX_CODE);
  const stack = new Uint8Array(MAX_CODE + 1);
  for (let code = 0; code < clear; code++) suffix[code] = code;
  const out = new Uint8Array(count);
  let [bits, next, previous, first] = [minimumCodeBits + 1, clear + 2, -1, 0];
  let [buffer, available, at, written] = [0, 0, 0, 0];
  while (written < count) {
    while (available < bits) {
      if (at >= data.length)
        throw new DecodeError("invalid GIF data: the first frame is cut short");
      buffer |= data[at++]! << available;
      available += 8;
    }
    const code = buffer & ((1 << bits) - 1);
    buffer >>>= bits;
    available -= bits;
    if (code === clear) {
      [bits, next, previous] = [minimumCodeBits + 1, clear + 2, -1];
      continue;
    }
    if (code === clear + 1) throw new DecodeError("invalid GIF data: the first frame is cut short");
    if (code > next || (code === next && previous < 0)) {
      throw new DecodeError("invalid GIF data: unknown LZW code");
    }
    let depth = 0;
    let walk = code;
    if (code === next) {
      stack[depth++] = first;
      walk = previous;
    }
    while (walk >= clear) {
      stack[depth++] = suffix[walk]!;
      walk = prefix[walk]!;
    }
    first = suffix[walk]!;
    stack[depth++] = first;
    while (depth > 0 && written < count) out[written++] = stack[--depth]!;
    if (previous >= 0 && next < MAX_CODE) {
      prefix[next] = previous;
      suffix[next] = first;
      next++;
      if (next === 1 << bits && bits < 12) bits++;
    }
    previous = code;
  }
  return out;
}

export function decodeGif(bytes: Uint8Array, channels: Channels): RawImage {
  if (channels !== 3) throw new DecodeError(`channels must be 0 or 3 for GIF, got ${channels}`);
  if (bytes.length < 13) throw new DecodeError("invalid GIF data: the header is cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  checkSize("GIF", width, height);
  const flags = bytes[10]!;
  let palette = bytes.subarray(13, 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0));
  let offset = 13 + palette.length;
  while (bytes[offset] === 0x21) {
    offset += 2; // an extension: skip its sub-blocks
    while (offset < bytes.length && bytes[offset] !== 0) offset += bytes[offset]! + 1;
    offset += 1;
  }
  if (bytes[offset] !== 0x2c || offset + 10 > bytes.length) {
    throw new DecodeError("invalid GIF data: no image in the file");
  }
  const left = view.getUint16(offset + 1, true);
  const top = view.getUint16(offset + 3, true);
  const frameWidth = view.getUint16(offset + 5, true);
  const frameHeight = view.getUint16(offset + 7, true);
  checkSize("GIF", frameWidth, frameHeight);
  if (left + frameWidth > width || top + frameHeight > height) {
    throw new DecodeError("invalid GIF data: the first frame is larger than the picture");
  }
  const frameFlags = bytes[offset + 9]!;
  offset += 10;
  if (frameFlags & 0x80) {
    palette = bytes.subarray(offset, offset + (3 << ((frameFlags & 7) + 1)));
    offset += palette.length;
  }
  const codeBits = bytes[offset] ?? 0;
  if (codeBits < 1 || codeBits > 11)
    throw new DecodeError(`invalid GIF data: code size ${codeBits}`);
  const indices = unpack(subBlocks(bytes, offset + 1), codeBits, frameWidth * frameHeight);
  const interlaced = (frameFlags & 0x40) !== 0;
  const rows = interlaced ? interlacedRows(frameHeight) : undefined;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < frameHeight; y++) {
    const row = top + (rows ? rows[y]! : y);
    for (let x = 0; x < frameWidth; x++) {
      const color = 3 * indices[y * frameWidth + x]!;
      const to = (row * width + left + x) * 3;
      data[to] = palette[color] ?? 0;
      data[to + 1] = palette[color + 1] ?? 0;
      data[to + 2] = palette[color + 2] ?? 0;
    }
  }
  return { data, width, height, channels: 3 };
}

/** Which row each stored row of an interlaced frame is. */
function interlacedRows(height: number): readonly number[] {
  const rows: number[] = [];
  for (const [start, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const) {
    for (let y = start; y < height; y += step) rows.push(y);
  }
  return rows;
}

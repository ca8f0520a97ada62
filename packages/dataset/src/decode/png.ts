/**
 * PNG as TensorFlow reads it: 16-bit samples keep their high byte, transparency is dropped rather than blended,
 * colour to gray in 15-bit fixed point without rounding, ancillary chunks (gamma, profile) ignored.
 */
import { checkSize, type Channels, DecodeError, type RawImage } from "./raw-image";

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly color: number;
  readonly interlaced: boolean;
  /** The tRNS chunk: alpha of each palette entry, or the one gray level or colour that is transparent. */
  readonly transparency: Uint8Array | undefined;
}

/** Samples per pixel of each PNG colour type. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Bit depths allowed for each colour type (PNG specification, table 11.1). */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** The seven Adam7 passes: x start, y start, x step, y step. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Unpacks a zlib stream that holds `sizeBytes`: each platform has its own means. */
export type Inflate = (data: Uint8Array, sizeBytes: number) => Uint8Array;

export function decodePng(bytes: Uint8Array, channels: Channels, inflate: Inflate): RawImage {
  const { header, palette, data } = readChunks(bytes);
  const { width, height, depth, color } = header;
  const samples = SAMPLES[color]!;
  const passes = header.interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const);
  const rowBytes = (w: number): number => Math.ceil((w * samples * depth) / 8);
  const sizes = passes.map(([x0, y0, dx, dy]) => ({
    w: Math.max(0, Math.ceil((width - x0) / dx)),
    h: Math.max(0, Math.ceil((height - y0) / dy)),
  }));
  const total = sizes.reduce((sum, { w, h }) => sum + (w > 0 ? h * (rowBytes(w) + 1) : 0), 0);
  let raw: Uint8Array;
  try {
    raw = inflate(data, total);
  } catch (cause) {
    throw new DecodeError("invalid PNG data: the pixels do not decompress", { cause });
  }
  if (raw.length < total) throw new DecodeError("invalid PNG data: the pixels are cut short");

  const out = new Uint8Array(width * height * channels);
  const pixelBytes = Math.max(1, (samples * depth) >> 3);
  let offset = 0;
  passes.forEach(([x0, y0, dx, dy], pass) => {
    const { w, h } = sizes[pass]!;
    if (w === 0) return;
    const length = rowBytes(w);
    let previous: Uint8Array | undefined;
    const line = new Uint8Array(w * samples);
    for (let row = 0; row < h; row++) {
      const filter = raw[offset]!;
      const current = raw.subarray(offset + 1, offset + 1 + length);
      unfilter(filter, current, previous, pixelBytes);
      previous = current;
      offset += length + 1;
      const y = y0 + row * dy;
      writeRow(
        unpackSamples(current, line, depth),
        current,
        header,
        palette,
        channels,
        out,
        y * width + x0,
        dx,
        w,
      );
    }
  });
  return { data: out, width, height, channels };
}

function readChunks(bytes: Uint8Array): { header: Header; palette: Uint8Array; data: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Header | undefined;
  let palette = new Uint8Array(0);
  const parts: Uint8Array[] = [];
  let total = 0;
  let ended = false;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const start = at + 8;
    if (start + length + 4 > bytes.length) break;
    const body = bytes.subarray(start, start + length);
    if (type === "IHDR" && length === 13) {
      header = {
        width: view.getUint32(start),
        height: view.getUint32(start + 4),
        depth: bytes[start + 8]!,
        color: bytes[start + 9]!,
        interlaced: bytes[start + 12] === 1,
        transparency: undefined,
      };
    } else if (type === "PLTE") palette = new Uint8Array(body);
    else if (type === "tRNS" && header) header = { ...header, transparency: new Uint8Array(body) };
    else if (type === "IDAT") {
      parts.push(body);
      total += length;
    } else if (type === "IEND") {
      ended = true;
      break;
    }
    at = start + length + 4;
  }
  if (!header) throw new DecodeError("invalid PNG header");
  checkSize("PNG", header.width, header.height);
  if (!DEPTHS[header.color]?.includes(header.depth)) {
    throw new DecodeError(`invalid PNG header: colour type ${header.color}, depth ${header.depth}`);
  }
  if (header.color === 3 && palette.length === 0) {
    throw new DecodeError("invalid PNG data: no palette");
  }
  if (total === 0 || (!ended && parts.length === 0)) {
    throw new DecodeError("invalid PNG data: no pixels");
  }
  if (parts.length === 1) return { header, palette, data: parts[0]! };
  const data = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { header, palette, data };
}

/** Undoes one row's filter in place (PNG specification, section 9). */
function unfilter(
  filter: number,
  row: Uint8Array,
  above: Uint8Array | undefined,
  step: number,
): void {
  const n = row.length;
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let i = step; i < n; i++) row[i] = row[i]! + row[i - step]!;
      return;
    case 2:
      if (above) for (let i = 0; i < n; i++) row[i] = row[i]! + above[i]!;
      return;
    case 3:
      for (let i = 0; i < n; i++) {
        row[i] = row[i]! + (((i >= step ? row[i - step]! : 0) + (above ? above[i]! : 0)) >> 1);
      }
      return;
    case 4:
      for (let i = 0; i < n; i++) {
        const a = i >= step ? row[i - step]! : 0;
        const b = above ? above[i]! : 0;
        const c = above && i >= step ? above[i - step]! : 0;
        const p = a + b - c;
        const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
        row[i] = row[i]! + (pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
      }
      return;
    default:
      throw new DecodeError(`invalid PNG data: filter ${filter}`);
  }
}

/** One value per sample; 16-bit samples keep their high byte. */
function unpackSamples(row: Uint8Array, line: Uint8Array, depth: number): Uint8Array {
  if (depth === 8) return row;
  if (depth === 16) {
    for (let i = 0; i < line.length; i++) line[i] = row[2 * i]!;
    return line;
  }
  const mask = (1 << depth) - 1;
  for (let i = 0; i < line.length; i++) {
    const bit = i * depth;
    line[i] = (row[bit >> 3]! >> (8 - depth - (bit & 7))) & mask;
  }
  return line;
}

/** Converts one row of samples to the channels asked for. */
function writeRow(
  line: Uint8Array,
  row: Uint8Array,
  { depth, color, transparency }: Header,
  palette: Uint8Array,
  channels: Channels,
  out: Uint8Array,
  firstPixel: number,
  step: number,
  count: number,
): void {
  const samples = SAMPLES[color]!;
  const scale = depth < 8 && color === 0 ? 255 / ((1 << depth) - 1) : 1;
  // TensorFlow fills a missing alpha with the largest value of the file's own bit depth; a tRNS chunk becomes alpha.
  const opaque = transparency ? 255 : (1 << Math.min(depth, 8)) - 1;
  const gray = color === 0 || color === 4;
  for (let i = 0; i < count; i++) {
    const from = i * samples;
    const to = (firstPixel + i * step) * channels;
    let [r, g, b] = [line[from]! * scale, 0, 0];
    if (color === 3) {
      const entry = 3 * line[from]!;
      [r, g, b] = [palette[entry] ?? 0, palette[entry + 1] ?? 0, palette[entry + 2] ?? 0];
    } else if (gray) [g, b] = [r, r];
    else [g, b] = [line[from + 1]!, line[from + 2]!];
    if (channels === 1) {
      out[to] = gray ? r : (9797 * r + 19234 * g + 3737 * b) >> 15;
      continue;
    }
    out[to] = r;
    out[to + 1] = g;
    out[to + 2] = b;
    if (channels === 4) {
      if (color === 4 || color === 6) out[to + 3] = line[from + samples - 1]!;
      else if (!transparency) out[to + 3] = opaque;
      else if (color === 3) out[to + 3] = transparency[line[from]!] ?? 255;
      else out[to + 3] = isTransparent(line, row, i, samples, depth, transparency) ? 0 : 255;
    }
  }
}

/** Whether pixel `i` has the one colour that the tRNS chunk names (two bytes for each sample). */
function isTransparent(
  line: Uint8Array,
  row: Uint8Array,
  i: number,
  samples: number,
  depth: number,
  key: Uint8Array,
): boolean {
  for (let c = 0; c < samples; c++) {
    const at = i * samples + c;
    const value = depth === 16 ? row[2 * at]! * 256 + row[2 * at + 1]! : line[at]!;
    if (value !== (key[2 * c] ?? 0) * 256 + (key[2 * c + 1] ?? 0)) return false;
  }
  return true;
}

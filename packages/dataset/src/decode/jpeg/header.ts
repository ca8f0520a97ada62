/** The segments of a JPEG file: frame, tables and scans (ITU-T T.81, annex B). */
import { HuffmanTable } from "./huffman";

/** This decoder does not know the file's kind, or the file is damaged; another decoder may make something of it. */
export class UnsupportedJpeg extends Error {}

export interface Component {
  readonly id: number;
  /** Sampling factors, horizontal and vertical. */
  readonly h: number;
  readonly v: number;
  readonly tableId: number;
  /** Blocks in a row and rows of blocks, without and with those that fill up the last MCU. */
  readonly blocksWide: number;
  readonly blocksHigh: number;
  readonly paddedWide: number;
  /** 64 coefficients for each block, in natural order. */
  readonly coefficients: Int16Array;
  /** For each block, the zigzag index of the last coefficient that may be other than 0. */
  readonly extents: Uint8Array;
  /** How precisely each coefficient is known: -1 not at all, else the bits that are missing. */
  readonly missingBits: Int8Array;
  /** The table in force at the component's first scan. */
  quantization: Uint16Array | undefined;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly Component[];
  readonly maxH: number;
  readonly maxV: number;
}

export interface Scan {
  readonly frame: Frame;
  readonly components: readonly Component[];
  readonly dcTables: readonly (HuffmanTable | undefined)[];
  readonly acTables: readonly (HuffmanTable | undefined)[];
  readonly spectralStart: number;
  readonly spectralEnd: number;
  /** Successive approximation, high and low bit. */
  readonly high: number;
  readonly low: number;
  readonly restartInterval: number;
  /** The entropy-coded bytes between restart markers, byte stuffing removed. */
  readonly segments: readonly Uint8Array[];
}

/** Coefficients of all components together; 2 bytes each, and larger photos than this are rare. */
const MAX_COEFFICIENTS = 2 ** 27;

/** Zigzag index to natural order. */
// prettier-ignore
export const ZIGZAG = Uint8Array.of(
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55,
  62, 63,
);

/** What the file says of its colours. */
export interface Markers {
  readonly jfif: boolean;
  /** Adobe's colour transform; undefined without its marker. */
  readonly adobe: number | undefined;
}

/** Reads the file from segment to segment, hands each scan to `decode`, and returns the frame. */
export function readJpeg(
  bytes: Uint8Array,
  decode: (scan: Scan) => void,
): { frame: Frame; markers: Markers } {
  const quantization: (Uint16Array | undefined)[] = [];
  const dc: (HuffmanTable | undefined)[] = [];
  const ac: (HuffmanTable | undefined)[] = [];
  let frame: Frame | undefined;
  let jfif = false;
  let adobe: number | undefined;
  let restartInterval = 0;
  let scans = 0;
  let at = 2;
  for (;;) {
    while (at < bytes.length && bytes[at] !== 0xff) at++;
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at++];
    if (marker === undefined) throw new UnsupportedJpeg("no end of image");
    if (marker === 0xd9) break;
    if (marker === 0 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue;
    const end = at + bytes[at]! * 256 + bytes[at + 1]!;
    const body = bytes.subarray(at + 2, end);
    if (!(end <= bytes.length) || end < at + 2) throw new UnsupportedJpeg("a segment is cut short");
    at = end;
    if (marker === 0xdb) readQuantization(body, quantization);
    else if (marker === 0xc4) readHuffman(body, dc, ac);
    else if (marker === 0xdd) restartInterval = body[0]! * 256 + body[1]!;
    else if (marker === 0xe0 && isText(body, "JFIF\0")) jfif = true;
    else if (marker === 0xee && isText(body, "Adobe") && body.length >= 12) adobe = body[11];
    else if (marker === 0xc0 || marker === 0xc1 || marker === 0xc2) {
      if (frame) throw new UnsupportedJpeg("two frames");
      frame = readFrame(body, marker === 0xc2);
    } else if (marker >= 0xc3 && marker <= 0xcf && marker !== 0xc8) {
      throw new UnsupportedJpeg(`frame type ${marker}`);
    } else if (marker === 0xda) {
      if (!frame) throw new UnsupportedJpeg("a scan before the frame");
      const { segments, next } = readSegments(bytes, at);
      at = next;
      scans++;
      decode({ ...readScan(body, frame, dc, ac, quantization), frame, restartInterval, segments });
    }
  }
  if (!frame || scans === 0) throw new UnsupportedJpeg("no image");
  return { frame, markers: { jfif, adobe } };
}

const isText = (body: Uint8Array, text: string): boolean =>
  body.length >= text.length && [...text].every((c, i) => body[i] === c.charCodeAt(0));

function readQuantization(body: Uint8Array, tables: (Uint16Array | undefined)[]): void {
  for (let at = 0; at < body.length;) {
    const wide = body[at]! >> 4 !== 0;
    const id = body[at]! & 15;
    at++;
    if (at + (wide ? 128 : 64) > body.length) throw new UnsupportedJpeg("quantization table");
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k++) {
      table[ZIGZAG[k]!] = wide ? body[at + 2 * k]! * 256 + body[at + 2 * k + 1]! : body[at + k]!;
    }
    at += wide ? 128 : 64;
    tables[id] = table;
  }
}

function readHuffman(
  body: Uint8Array,
  dc: (HuffmanTable | undefined)[],
  ac: (HuffmanTable | undefined)[],
): void {
  for (let at = 0; at < body.length;) {
    const kind = body[at]!;
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total > 256 || at + 17 + total > body.length) throw new UnsupportedJpeg("Huffman table");
    (kind >> 4 ? ac : dc)[kind & 15] = new HuffmanTable(
      counts,
      body.slice(at + 17, at + 17 + total),
    );
    at += 17 + total;
  }
}

function readFrame(body: Uint8Array, progressive: boolean): Frame {
  const height = body[1]! * 256 + body[2]!;
  const width = body[3]! * 256 + body[4]!;
  const count = body[5]!;
  if (body[0] !== 8 || !(width > 0) || !(height > 0) || (count !== 1 && count !== 3)) {
    throw new UnsupportedJpeg("frame");
  }
  if (body.length < 6 + 3 * count) throw new UnsupportedJpeg("frame");
  const specs = Array.from({ length: count }, (_, i) => ({
    id: body[6 + 3 * i]!,
    h: body[7 + 3 * i]! >> 4,
    v: body[7 + 3 * i]! & 15,
    tableId: body[8 + 3 * i]!,
  }));
  const maxH = Math.max(...specs.map(({ h }) => h));
  const maxV = Math.max(...specs.map(({ v }) => v));
  if (specs.some(({ h, v }) => h < 1 || v < 1 || h > 4 || v > 4 || maxH % h || maxV % v)) {
    throw new UnsupportedJpeg("sampling factors");
  }
  const mcusWide = Math.ceil(width / (8 * maxH));
  const mcusHigh = Math.ceil(height / (8 * maxV));
  const blocksInMcu = specs.reduce((sum, { h, v }) => sum + h * v, 0);
  if (mcusWide * mcusHigh * blocksInMcu * 64 > MAX_COEFFICIENTS) throw new UnsupportedJpeg("size");
  const components = specs.map((spec): Component => {
    const { h, v } = spec;
    const blocks = mcusWide * h * mcusHigh * v;
    return {
      ...spec,
      blocksWide: Math.ceil(Math.ceil((width * h) / maxH) / 8),
      blocksHigh: Math.ceil(Math.ceil((height * v) / maxV) / 8),
      paddedWide: mcusWide * h,
      coefficients: new Int16Array(blocks * 64),
      extents: new Uint8Array(blocks),
      missingBits: new Int8Array(64).fill(-1),
      quantization: undefined,
    };
  });
  return { width, height, progressive, components, maxH, maxV };
}

type ScanHeader = Omit<Scan, "frame" | "restartInterval" | "segments">;

function readScan(
  body: Uint8Array,
  frame: Frame,
  dc: readonly (HuffmanTable | undefined)[],
  ac: readonly (HuffmanTable | undefined)[],
  quantization: readonly (Uint16Array | undefined)[],
): ScanHeader {
  const count = body[0]!;
  if (body.length < 4 + 2 * count || count < 1) throw new UnsupportedJpeg("scan");
  const components: Component[] = [];
  const dcTables: (HuffmanTable | undefined)[] = [];
  const acTables: (HuffmanTable | undefined)[] = [];
  for (let i = 0; i < count; i++) {
    const component = frame.components.find(({ id }) => id === body[1 + 2 * i]);
    if (!component || components.includes(component)) throw new UnsupportedJpeg("scan");
    component.quantization ??= quantization[component.tableId];
    components.push(component);
    dcTables.push(dc[body[2 + 2 * i]! >> 4]);
    acTables.push(ac[body[2 + 2 * i]! & 15]);
  }
  const [spectralStart, spectralEnd, bits] = body.subarray(
    1 + 2 * count,
    4 + 2 * count,
  ) as unknown as [number, number, number];
  const header = { components, dcTables, acTables, spectralStart, spectralEnd };
  return { ...header, high: bits >> 4, low: bits & 15 };
}

/** The scan's bytes: each restart marker begins a new segment, any other marker ends the scan. */
function readSegments(bytes: Uint8Array, from: number): { segments: Uint8Array[]; next: number } {
  const segments: Uint8Array[] = [];
  let start = from;
  let stuffed = 0;
  let at = from;
  const close = (): void => {
    // Spare zeros, so that reading ahead needs no check.
    const segment = new Uint8Array(at - start - stuffed + 8);
    if (stuffed === 0) segment.set(bytes.subarray(start, at));
    else {
      for (let i = start, to = 0; i < at; i++) {
        segment[to++] = bytes[i]!;
        if (bytes[i] === 0xff) i++;
      }
    }
    segments.push(segment);
    stuffed = 0;
  };
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) throw new UnsupportedJpeg("a scan is cut short");
    const marker = bytes[at + 1]!;
    if (marker === 0) {
      stuffed++;
      at += 2;
    } else if (marker >= 0xd0 && marker <= 0xd7) {
      close();
      at += 2;
      start = at;
    } else if (marker === 0xff) {
      throw new UnsupportedJpeg("fill bytes in a scan");
    } else {
      close();
      return { segments, next: at };
    }
  }
}

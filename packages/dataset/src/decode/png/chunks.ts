/**
 * The chunks of a PNG, read in order with the checks of libpng 1.6: damaged or misplaced critical chunks are refused,
 * damaged or misplaced ancillary ones ignored.
 */
import { checkSize, DecodeError } from "../raw-image";
import { crc32 } from "./checksums";
import { ColorSpace } from "./color-space";

/** Gray, RGB, palette, gray with alpha, RGB with alpha. */
export type ColorType = 0 | 2 | 3 | 4 | 6;

export interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly color: ColorType;
  readonly interlaced: boolean;
}

export interface Png extends Header {
  /** Three bytes for each entry. */
  readonly palette: Uint8Array;
  /** The tRNS chunk: alpha of each palette entry, or the one gray level or colour that is transparent. */
  readonly transparency: Uint8Array | undefined;
  /** The file's gamma times 100,000; undefined where it states none. */
  readonly gamma: number | undefined;
  /** Bits of its samples that count, the most of red, green and blue; 0 where it states none. */
  readonly significantBits: number;
  /** The zlib stream of the pixels. */
  readonly data: Uint8Array;
}

/** Samples per pixel of each colour type. */
export const samplesOf: Readonly<Record<ColorType, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Bit depths allowed for each colour type (PNG specification, table 11.1). */
const depthsOf: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** libpng's limits of a chunk's length and of a side. */
const longestChunk = 2 ** 31 - 1;
const longestSide = 1_000_000;
/** Ancillary chunks that libpng knows: none may come before the header. */
const known = new Set(
  "bKGD cHRM eXIf gAMA hIST iCCP iTXt oFFs pCAL pHYs sBIT sCAL sPLT sRGB tEXt tIME tRNS zTXt".split(
    " ",
  ),
);

export const invalid = (what: string, options?: ErrorOptions): DecodeError =>
  new DecodeError(`invalid PNG data: ${what}`, options);

interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
  readonly intact: boolean;
  readonly next: number;
}

/** The chunk at `at`. @throws DecodeError where it is none, is cut short, or is critical and damaged */
function readChunk(bytes: Uint8Array, at: number): Chunk {
  if (at + 8 > bytes.length) throw invalid("the file is cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = view.getUint32(at);
  const name = bytes.subarray(at + 4, at + 8);
  if (length > longestChunk || !name.every(isLetter)) throw invalid("no chunk where one is due");
  const end = at + 8 + length;
  if (end + 4 > bytes.length) throw invalid("the file is cut short");
  const type = String.fromCharCode(...name);
  const intact = view.getUint32(end) === crc32(bytes.subarray(at + 4, end));
  if (!intact && isCritical(type)) throw invalid(`the ${type} chunk has a wrong checksum`);
  return { type, body: bytes.subarray(at + 8, end), intact, next: end + 4 };
}

const isLetter = (byte: number): boolean =>
  (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
const isCritical = (type: string): boolean => type.charCodeAt(0) < 97;

export function readChunks(bytes: Uint8Array): Png {
  const reader = new ChunkReader();
  let at = 8;
  while (!reader.ended) {
    const chunk = readChunk(bytes, at);
    reader.read(chunk);
    at = chunk.next;
  }
  return reader.png();
}

/** What was read so far. */
class ChunkReader {
  ended = false;
  #header: Header | undefined;
  #palette: Uint8Array | undefined;
  #transparency: Uint8Array | undefined;
  #significantBits = 0;
  readonly #colorSpace = new ColorSpace();
  readonly #data: Uint8Array[] = [];
  /** Pixels may come in several chunks, but not after another one. */
  #dataEnded = false;

  read(chunk: Chunk): void {
    const { type } = chunk;
    if (type !== "IDAT" && this.#data.length > 0) this.#dataEnded = true;
    if (isCritical(type)) this.#readCritical(chunk);
    else if (!known.has(type)) return;
    else if (!this.#header) throw invalid(`the ${type} chunk comes before the header`);
    else if (chunk.intact && this.#data.length === 0) this.#readAncillary(chunk, this.#header);
  }

  #readCritical({ type, body }: Chunk): void {
    if (type === "IHDR") {
      if (this.#header) throw invalid("a second header");
      this.#header = readHeader(body);
    } else if (!this.#header) throw invalid(`the ${type} chunk comes before the header`);
    else if (type === "PLTE") this.#readPalette(body, this.#header);
    else if (type === "IDAT") {
      if (this.#header.color === 3 && !this.#palette) throw invalid("no palette");
      if (!this.#dataEnded) this.#data.push(body);
    } else if (type !== "IEND") throw invalid(`unknown critical chunk ${type}`);
    else if (this.#data.length === 0) throw invalid("no pixels");
    else this.ended = true;
  }

  #readPalette(body: Uint8Array, { color, depth }: Header): void {
    if (this.#palette) throw invalid("a second palette");
    this.#palette = new Uint8Array(0);
    if (this.#data.length > 0 || color === 0 || color === 4) return; // ignored
    const fits = body.length <= 768 && body.length % 3 === 0;
    if (body.length === 0 || (color === 3 && !fits)) throw invalid("palette");
    if (color === 3) this.#palette = body.slice(0, 3 << depth);
  }

  #readAncillary({ type, body }: Chunk, { color, depth }: Header): void {
    if (type === "tRNS") this.#readTransparency(body, color);
    else if (this.#palette) return; // these must come before the palette
    else if (type === "sBIT") this.#readSignificantBits(body, color, depth);
    else this.#colorSpace.read(type, body);
  }

  #readTransparency(body: Uint8Array, color: ColorType): void {
    const entries = (this.#palette?.length ?? 0) / 3;
    const fits =
      color === 0
        ? body.length === 2
        : color === 2
          ? body.length === 6
          : color === 3 && body.length > 0 && body.length <= entries;
    if (fits) this.#transparency ??= body;
  }

  #readSignificantBits(body: Uint8Array, color: ColorType, depth: number): void {
    const most = color === 3 ? 8 : depth;
    const length = color === 3 ? 3 : samplesOf[color];
    if (body.length !== length || body.some((bits) => bits === 0 || bits > most)) return;
    if (this.#significantBits === 0) this.#significantBits = Math.max(...body.subarray(0, 3));
  }

  png(): Png {
    if (!this.#header) throw invalid("no header");
    return {
      ...this.#header,
      palette: this.#palette ?? new Uint8Array(0),
      transparency: this.#transparency,
      gamma: this.#colorSpace.gamma,
      significantBits: this.#significantBits,
      data: joined(this.#data),
    };
  }
}

function readHeader(body: Uint8Array): Header {
  if (body.length !== 13) throw invalid("header");
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, color, compression, filter, interlace] = body.subarray(8) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  checkSize("PNG", width, height);
  if (width > longestSide || height > longestSide) throw invalid(`size ${width}x${height}`);
  if (!depthsOf[color]?.includes(depth)) {
    throw new DecodeError(`invalid PNG header: colour type ${color}, depth ${depth}`);
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    throw new DecodeError(
      `invalid PNG header: compression ${compression}, filter ${filter}, interlace ${interlace}`,
    );
  }
  return { width, height, depth, color: color as ColorType, interlaced: interlace === 1 };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const data = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return data;
}

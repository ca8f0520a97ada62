/**
 * The first frame of a GIF, as RGB, the only layout that TensorFlow gives (gif_io.cc and giflib 5.2): on a canvas as large
 * as the largest frame, whatever the logical screen; black where the frame is transparent or does not reach.
 */
import { checkSize, type Channels, DecodeError, type RawImage } from "../raw-image";
import { type LzwFault, unpackLzw } from "./lzw";

/** What introduces an extension, an image, and the end of the file. */
const [extension, image, trailer] = [0x21, 0x2c, 0x3b];
const graphicControl = 0xf9;

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Three bytes for each colour; undefined where the file has none for this frame. */
  readonly palette: Uint8Array | undefined;
  readonly transparent: number | undefined;
  /** Palette indices, in the order of the rows. */
  readonly indices: Uint8Array;
}

const invalid = (what: string): DecodeError => new DecodeError(`invalid GIF data: ${what}`);

/** Decodes the first frame. @throws DecodeError where TensorFlow refuses */
export function decodeGif(bytes: Uint8Array, channels: Channels): RawImage {
  if (channels !== 3) throw new DecodeError(`channels must be 0 or 3 for GIF, got ${channels}`);
  const { first, width, height } = new GifReader(bytes).read();
  const { palette, transparent, indices } = first;
  if (!palette) throw invalid("no palette");
  const data = new Uint8Array(width * height * 3);
  const columns = Math.min(first.width, width - first.left);
  const rows = Math.min(first.height, height - first.top);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const index = indices[y * first.width + x] as number;
      if (index === transparent) continue;
      const color = 3 * index;
      if (color >= palette.length) throw invalid(`colour ${index} is not in the palette`);
      const to = ((first.top + y) * width + first.left + x) * 3;
      data[to] = palette[color] as number;
      data[to + 1] = palette[color + 1] as number;
      data[to + 2] = palette[color + 2] as number;
    }
  }
  return { data, width, height, channels: 3 };
}

/** The file ends where something is due. */
class CutShort extends Error {}

class GifReader {
  readonly #bytes: Uint8Array;
  #at = 6;
  #transparent: number | undefined;
  #hasControl = false;
  /** The largest frame so far. */
  #width = 0;
  #height = 0;
  #first: Frame | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Reads all frames: a later one that is damaged ends the reading, and the first one counts all the same. */
  read(): { first: Frame; width: number; height: number } {
    let fault: LzwFault | undefined = "damaged";
    try {
      this.#take(4); // the logical screen does not matter
      const palette = this.#palette(this.#take(3)[0] as number);
      fault = this.#records(palette);
    } catch (error) {
      if (!(error instanceof CutShort)) throw error;
    }
    if (!this.#first) {
      throw invalid(fault ? "the first frame is damaged or cut short" : "no image in the file");
    }
    return { first: this.#first, width: this.#width, height: this.#height };
  }

  #records(palette: Uint8Array | undefined): LzwFault | undefined {
    for (;;) {
      const kind = this.#byte();
      if (kind === trailer) return undefined;
      if (kind === extension) this.#extension();
      else if (kind !== image) return "damaged";
      else {
        const fault = this.#frame(palette);
        if (fault) return fault;
      }
    }
  }

  #extension(): void {
    const kind = this.#byte();
    const first = this.#take(this.#byte());
    if (kind === graphicControl && first.length > 0 && !this.#hasControl) {
      this.#hasControl = true;
      const [flags = 0, , , index] = first;
      this.#transparent = first.length === 4 && flags & 1 ? index : undefined;
    }
    // giflib looks for the next sub-block also after an empty first one.
    for (let size = this.#byte(); size > 0; size = this.#byte()) this.#take(size);
  }

  #frame(globalPalette: Uint8Array | undefined): LzwFault | undefined {
    const head = this.#take(9);
    const view = new DataView(head.buffer, head.byteOffset, head.length);
    const [left, top] = [view.getUint16(0, true), view.getUint16(2, true)];
    const [width, height] = [view.getUint16(4, true), view.getUint16(6, true)];
    const flags = view.getUint8(8);
    const palette = this.#palette(flags) ?? globalPalette;
    const codeBits = this.#byte();
    if (codeBits > 8) return "damaged";
    if (width === 0 || height === 0) return "damaged";
    checkSize("GIF", width, height);
    const indices = new Uint8Array(width * height);
    const fault = unpackLzw(this.#subBlocks(), codeBits, indices);
    if (fault) return fault;
    this.#width = Math.max(this.#width, width);
    this.#height = Math.max(this.#height, height);
    this.#first ??= {
      left,
      top,
      width,
      height,
      palette,
      transparent: this.#transparent,
      indices: flags & 0x40 ? inOrder(indices, width, height) : indices,
    };
    this.#hasControl = false;
    this.#transparent = undefined;
    return undefined;
  }

  #palette(flags: number): Uint8Array | undefined {
    return flags & 0x80 ? this.#take(3 << ((flags & 7) + 1)) : undefined;
  }

  /** The data sub-blocks from here on, joined; what is cut short is left out. */
  #subBlocks(): Uint8Array {
    const parts: Uint8Array[] = [];
    for (;;) {
      const size = this.#byte();
      if (size === 0) break;
      parts.push(this.#take(size));
    }
    const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new CutShort();
    return byte;
  }

  #take(size: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + size);
    if (taken.length < size) throw new CutShort();
    this.#at += size;
    return taken;
  }
}

/** Rows in their order; an interlaced frame stores every eighth first, then what is between. */
function inOrder(indices: Uint8Array, width: number, height: number): Uint8Array {
  const ordered = new Uint8Array(indices.length);
  let from = 0;
  for (const [start, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const) {
    for (let y = start; y < height; y += step, from += width) {
      ordered.set(indices.subarray(from, from + width), y * width);
    }
  }
  return ordered;
}

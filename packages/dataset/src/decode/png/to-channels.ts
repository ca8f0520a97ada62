/** From a PNG's rows to gray, RGB or RGBA: 16-bit samples keep their high byte, transparency is dropped, not blended. */
import type { Channels } from "../raw-image";
import { type Png, samplesOf } from "./chunks";
import { grayOf } from "./to-gray";

/** Where the pixels of a row go: the place of the first one, and how many places it is from one to the next. */
export interface Places {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** Writes one row; `row` has its bytes as stored. */
export type RowWriter = (row: Uint8Array, places: Places) => void;

/** The writer for files of this kind. */
export function rowWriter(png: Png, channels: Channels, out: Uint8Array): RowWriter {
  const { color, depth } = png;
  const samples = samplesOf[color];
  const asStored =
    depth === 8 && color !== 3 && samples === channels ? copyRow(channels, out) : undefined;
  const toChannels =
    channels === 1
      ? writeGray(png, out)
      : depth === 8 && color === 6 && channels === 3
        ? dropAlpha(out)
        : writeColors(png, channels, out);
  const unpack = unpacker(depth);
  return (row, places) => {
    if (asStored && places.step === 1) asStored(row, places);
    else toChannels(unpack(row, places.count * samples), places);
  };
}

/** Writes one row of samples: their values as stored, of 16 bits too. */
type SampleWriter = (samples: Uint8Array | Uint16Array, places: Places) => void;

const copyRow =
  (channels: number, out: Uint8Array): RowWriter =>
  (row, { first, count }) =>
    out.set(row.subarray(0, count * channels), first * channels);

/** Gives one value for each sample, valid until the next call. */
function unpacker(depth: number): (row: Uint8Array, count: number) => Uint8Array | Uint16Array {
  if (depth === 8) return (row) => row;
  let line: Uint8Array | Uint16Array = new Uint8Array(0);
  if (depth === 16) {
    return (row, count) => {
      if (line.length < count) line = new Uint16Array(count);
      for (let i = 0; i < count; i++) {
        line[i] = (row[2 * i] as number) * 256 + (row[2 * i + 1] as number);
      }
      return line;
    };
  }
  const mask = (1 << depth) - 1;
  return (row, count) => {
    if (line.length < count) line = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      const bit = i * depth;
      line[i] = ((row[bit >> 3] as number) >> (8 - depth - (bit & 7))) & mask;
    }
    return line;
  };
}

/** Gray of fewer than 8 bits is stretched to 0..255. */
const stretchOf = (depth: number): number => (depth < 8 ? 255 / ((1 << depth) - 1) : 1);

function writeGray(png: Png, out: Uint8Array): SampleWriter {
  const { color, depth, palette, gamma, significantBits } = png;
  const shift = depth === 16 ? 8 : 0;
  if (color === 0 || color === 4) {
    const [samples, stretch] = [samplesOf[color], stretchOf(depth)];
    return (line, { first, step, count }) => {
      for (let i = 0; i < count; i++) {
        out[first + i * step] = ((line[i * samples] as number) >> shift) * stretch;
      }
    };
  }
  const toGray = grayOf(depth, gamma, significantBits);
  if (color === 3) {
    const grays = Uint8Array.from({ length: 256 }, (_, i) =>
      toGray(palette[3 * i] ?? 0, palette[3 * i + 1] ?? 0, palette[3 * i + 2] ?? 0),
    );
    return (line, { first, step, count }) => {
      for (let i = 0; i < count; i++) out[first + i * step] = grays[line[i] as number] as number;
    };
  }
  const samples = samplesOf[color];
  return (line, { first, step, count }) => {
    for (let i = 0, from = 0; i < count; i++, from += samples) {
      out[first + i * step] = toGray(
        line[from] as number,
        line[from + 1] as number,
        line[from + 2] as number,
      );
    }
  };
}

/** RGBA of 8 bits to RGB. */
function dropAlpha(out: Uint8Array): SampleWriter {
  return (line, { first, step, count }) => {
    for (let i = 0, from = 0, to = first * 3; i < count; i++, from += 4, to += 3 * step) {
      out[to] = line[from] as number;
      out[to + 1] = line[from + 1] as number;
      out[to + 2] = line[from + 2] as number;
    }
  };
}

function writeColors(png: Png, channels: 3 | 4, out: Uint8Array): SampleWriter {
  const { color, depth, palette } = png;
  const [samples, stretch, shift] = [samplesOf[color], stretchOf(depth), depth === 16 ? 8 : 0];
  const alphaOf = channels === 4 ? alphaReader(png) : undefined;
  return (line, { first, step, count }) => {
    for (let i = 0, from = 0; i < count; i++, from += samples) {
      const to = (first + i * step) * channels;
      const value = line[from] as number;
      if (color === 3) {
        out[to] = palette[3 * value] ?? 0;
        out[to + 1] = palette[3 * value + 1] ?? 0;
        out[to + 2] = palette[3 * value + 2] ?? 0;
      } else if (samples < 3) out[to] = out[to + 1] = out[to + 2] = (value >> shift) * stretch;
      else {
        out[to] = value >> shift;
        out[to + 1] = (line[from + 1] as number) >> shift;
        out[to + 2] = (line[from + 2] as number) >> shift;
      }
      if (alphaOf) out[to + 3] = alphaOf(line, from);
    }
  };
}

type AlphaReader = (line: Uint8Array | Uint16Array, from: number) => number;

/** Alpha of the pixel whose samples begin at `from`. */
function alphaReader({ color, depth, transparency }: Png): AlphaReader {
  const samples = samplesOf[color];
  if (color === 4 || color === 6) {
    const shift = depth === 16 ? 8 : 0;
    return (line, from) => (line[from + samples - 1] as number) >> shift;
  }
  if (!transparency) {
    // TensorFlow fills a missing alpha with the largest value of the file's own bit depth.
    const opaque = (1 << Math.min(depth, 8)) - 1;
    return () => opaque;
  }
  if (color === 3) return (line, from) => transparency[line[from] as number] ?? 255;
  // The one gray level or colour that is transparent: two bytes for each sample, of which those of the depth count.
  const mask = 2 ** depth - 1;
  const key = Array.from(
    { length: samples },
    (_, i) => ((transparency[2 * i] ?? 0) * 256 + (transparency[2 * i + 1] ?? 0)) & mask,
  );
  return (line, from) => (key.every((value, i) => line[from + i] === value) ? 0 : 255);
}

/** What a JPEG's frame and scan headers say, and the memory for its coefficients. */
import { DecodeError } from "../raw-image";
import type { HuffmanTable } from "./huffman";
import { invalid } from "./invalid";

/** One of the image's planes: luma, chroma, or an ink. */
export interface Component {
  readonly index: number;
  readonly id: number;
  /** Sampling factors, horizontal and vertical. */
  readonly h: number;
  readonly v: number;
  readonly tableId: number;
  /** Blocks in a row and rows of blocks, without those that fill up the last MCU. */
  readonly blocksWide: number;
  readonly blocksHigh: number;
  /** Blocks in a row with those. */
  readonly paddedWide: number;
  /** 64 coefficients for each block, in natural order. */
  readonly coefficients: Int16Array;
  /** For each block, the zigzag index of the last coefficient that may be other than 0. */
  readonly extents: Uint8Array;
  /** How precisely each coefficient is known, in zigzag order: -1 not at all, else the bits that are missing. */
  readonly missingBits: Int8Array;
  /** The same before the component's last scan. */
  readonly missingBefore: Int8Array;
  /** The table in force at the component's first scan; undefined before. */
  quantization: Uint16Array | undefined;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly arithmetic: boolean;
  readonly components: readonly Component[];
  readonly maxH: number;
  readonly maxV: number;
}

/** A frame header as it is written, before it is checked. */
export interface FrameHeader {
  readonly progressive: boolean;
  readonly arithmetic: boolean;
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly specs: readonly Pick<Component, "id" | "h" | "v" | "tableId">[];
}

export interface Scan {
  readonly frame: Frame;
  /** Counted from 1. */
  readonly number: number;
  readonly components: readonly Component[];
  /** Which tables each component takes. */
  readonly dcIds: readonly number[];
  readonly acIds: readonly number[];
  readonly spectralStart: number;
  readonly spectralEnd: number;
  /** Successive approximation, high and low bit. */
  readonly high: number;
  readonly low: number;
  readonly restartInterval: number;
  readonly tables: Tables;
}

/** The tables in force. */
export interface Tables {
  readonly quantization: (Uint16Array | undefined)[];
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  /** Conditioning of arithmetic coding. */
  readonly dcLower: Uint8Array;
  readonly dcUpper: Uint8Array;
  readonly acThreshold: Uint8Array;
}

export function emptyTables(): Tables {
  return {
    quantization: [],
    dc: [],
    ac: [],
    dcLower: new Uint8Array(16),
    dcUpper: new Uint8Array(16).fill(1),
    acThreshold: new Uint8Array(16).fill(5),
  };
}

/** Coefficients of all components together; 2 bytes each. */
const mostCoefficients = 2 ** 29;
/** Pixels along one side, as in libjpeg. */
const longestSide = 65_500;
const mostComponents = 10;
const largestFactor = 4;
/** Blocks of an interleaved MCU (T.81, B.2.3). */
const mostBlocksInMcu = 10;

/** Zigzag index to natural order; damaged data may count beyond the 64, which then means the last. */
// oxfmt-ignore
export const zigzag = Uint8Array.of(
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55,
  62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
);

/** Checks the header and reserves memory. @throws DecodeError */
export function makeFrame(header: FrameHeader): Frame {
  const { width, height, specs, precision } = header;
  if (width > longestSide || height > longestSide) throw invalid(`size ${width}x${height}`);
  if (precision !== 8) throw invalid(`${precision} bits per sample; expected 8`);
  if (specs.length > mostComponents) throw invalid(`${specs.length} components`);
  if (specs.some(({ h, v }) => h < 1 || v < 1 || h > largestFactor || v > largestFactor)) {
    throw invalid("sampling factors");
  }
  const maxH = Math.max(...specs.map(({ h }) => h));
  const maxV = Math.max(...specs.map(({ v }) => v));
  const mcusWide = Math.ceil(width / (8 * maxH));
  const mcusHigh = Math.ceil(height / (8 * maxV));
  const blocksInMcu = specs.reduce((sum, { h, v }) => sum + h * v, 0);
  if (mcusWide * mcusHigh * blocksInMcu * 64 > mostCoefficients) {
    throw new DecodeError(`JPEG of ${width}x${height} is larger than is decoded`);
  }
  const components = specs.map((spec, index): Component => {
    const { h, v } = spec;
    const blocks = mcusWide * h * mcusHigh * v;
    return {
      ...spec,
      index,
      blocksWide: Math.ceil((width * h) / (maxH * 8)),
      blocksHigh: Math.ceil((height * v) / (maxV * 8)),
      paddedWide: mcusWide * h,
      coefficients: new Int16Array(blocks * 64),
      extents: new Uint8Array(blocks),
      missingBits: new Int8Array(64).fill(-1),
      missingBefore: new Int8Array(64),
      quantization: undefined,
    };
  });
  const { progressive, arithmetic } = header;
  return { width, height, progressive, arithmetic, components, maxH, maxV };
}

/** Checks that the scan's components fit into one MCU and keeps the quantization tables that are in force. */
export function checkScan({ components, tables }: Scan): void {
  const blocks = components.reduce((sum, { h, v }) => sum + h * v, 0);
  if (components.length > 1 && blocks > mostBlocksInMcu) throw invalid("sampling factors");
  for (const component of components) {
    component.quantization ??= tables.quantization[component.tableId]?.slice();
    if (!component.quantization) throw invalid("no quantization table");
  }
}

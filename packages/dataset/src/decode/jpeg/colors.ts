/** From the planes of a JPEG to gray or RGB: libjpeg's fixed-point conversions, and what TensorFlow makes of CMYK. */
import type { Channels } from "../raw-image";
import { type Frame } from "./frame";
import { invalid } from "./invalid";
import type { Markers } from "./header";
import { type Plane, upsampleRow } from "./upsample";

/** What the components are. */
export type ColorSpace = "gray" | "ycc" | "rgb" | "cmyk" | "ycck";

/** As libjpeg guesses it (`default_decompress_parms`). @throws DecodeError */
export function colorSpaceOf({ components }: Frame, { jfif, adobe }: Markers): ColorSpace {
  switch (components.length) {
    case 1:
      return "gray";
    case 3: {
      if (jfif) return "ycc";
      if (adobe !== undefined) return adobe === 0 ? "rgb" : "ycc";
      return components.map(({ id }) => String.fromCharCode(id)).join("") === "RGB" ? "rgb" : "ycc";
    }
    case 4:
      return adobe === undefined || adobe === 0 ? "cmyk" : "ycck";
    default:
      throw invalid(`${components.length} components`);
  }
}

/** How many of the components are needed. @throws DecodeError where TensorFlow does not convert */
export function componentsUsed(space: ColorSpace, channels: Channels): number {
  if (space === "gray") return 1;
  if (space === "ycc" && channels === 1) return 1;
  if (space === "cmyk" || space === "ycck") {
    if (channels === 1) throw invalid("CMYK does not convert to grayscale");
    return 4;
  }
  return 3;
}

// libjpeg's tables (jdcolor.c): 16 bits of fraction, halves added where it rounds.
const centred = (step: number, half: number): Int32Array =>
  Int32Array.from({ length: 256 }, (_, i) => step * (i - 128) + half);
const toRed = centred(91881, 32768).map((value) => value >> 16);
const toBlue = centred(116130, 32768).map((value) => value >> 16);
const [greenFromRed, greenFromBlue] = [centred(-46802, 0), centred(-22554, 32768)];

/** Writes the image to `out`, all of it. @param adobe whether the file has Adobe's marker: its inks are inverted */
export function convertColors(
  { width, height }: Frame,
  planes: readonly Plane[],
  space: ColorSpace,
  channels: 1 | 3,
  adobe: boolean,
  out: Uint8ClampedArray,
): void {
  const rows = planes.map(() => new Uint8Array(width + 16)); // up-sampling writes beyond the image's width
  const convert = rowConverter(space, channels, rows, out, adobe);
  for (let y = 0; y < height; y++) {
    planes.forEach((plane, i) => upsampleRow(plane, y, rows[i] as Uint8Array));
    convert(width, y * width * channels);
  }
}

type RowConverter = (width: number, to: number) => void;

function rowConverter(
  space: ColorSpace,
  channels: 1 | 3,
  rows: readonly Uint8Array[],
  out: Uint8ClampedArray,
  adobe: boolean,
): RowConverter {
  const none = new Uint8Array(0);
  const [a = none, b = none, c = none, k = none] = rows;
  if (rows.length === 1) return grayRow(a, channels, out);
  if (space === "ycc") return yccRow(a, b, c, out);
  if (space === "rgb") return channels === 3 ? rgbRow(a, b, c, out) : rgbToGrayRow(a, b, c, out);
  const toCmy: RowConverter | undefined = space === "ycck" ? yccRow(a, b, c, out) : undefined;
  return inkRow(a, b, c, k, out, adobe, toCmy);
}

function grayRow(gray: Uint8Array, channels: 1 | 3, out: Uint8ClampedArray): RowConverter {
  return (width, to) => {
    for (let x = 0; x < width; x++) {
      for (let i = 0; i < channels; i++) out[to++] = gray[x] as number;
    }
  };
}

function rgbRow(r: Uint8Array, g: Uint8Array, b: Uint8Array, out: Uint8ClampedArray): RowConverter {
  return (width, to) => {
    for (let x = 0; x < width; x++, to += 3) {
      out[to] = r[x] as number;
      out[to + 1] = g[x] as number;
      out[to + 2] = b[x] as number;
    }
  };
}

function rgbToGrayRow(
  r: Uint8Array,
  g: Uint8Array,
  b: Uint8Array,
  out: Uint8ClampedArray,
): RowConverter {
  return (width, to) => {
    for (let x = 0; x < width; x++) {
      const sum = 19595 * (r[x] as number) + 38470 * (g[x] as number) + 7471 * (b[x] as number);
      out[to + x] = (sum + 32768) >> 16;
    }
  };
}

function yccRow(
  luma: Uint8Array,
  blue: Uint8Array,
  red: Uint8Array,
  out: Uint8ClampedArray,
): RowConverter {
  return (width, to) => {
    for (let x = 0; x < width; x++, to += 3) {
      const l = luma[x] as number;
      const cb = blue[x] as number;
      const cr = red[x] as number;
      out[to] = l + (toRed[cr] as number);
      const green = (greenFromBlue[cb] as number) + (greenFromRed[cr] as number);
      out[to + 1] = l + (green >> 16);
      out[to + 2] = l + (toBlue[cb] as number);
    }
  };
}

/** Each of cyan, magenta and yellow times black, as TensorFlow's jpeg_mem.cc has it; `toCmy` inverts YCC to them first. */
function inkRow(
  c: Uint8Array,
  m: Uint8Array,
  y: Uint8Array,
  k: Uint8Array,
  out: Uint8ClampedArray,
  adobe: boolean,
  toCmy: RowConverter | undefined,
): RowConverter {
  const flip = adobe ? 0 : 255;
  return (width, to) => {
    toCmy?.(width, to);
    for (let x = 0; x < width; x++, to += 3) {
      const black = (k[x] as number) ^ flip;
      for (let i = 0; i < 3; i++) {
        const ink = toCmy
          ? 255 - (out[to + i] as number)
          : ((i === 0 ? c : i === 1 ? m : y)[x] as number);
        out[to + i] = Math.trunc(((ink ^ flip) * black) / 255);
      }
    }
  };
}

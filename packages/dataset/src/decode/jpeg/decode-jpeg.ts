/**
 * JPEG as TensorFlow decodes it, bit by bit: Huffman-coded sequential and progressive images of one or three components
 * and 8 bits, libjpeg's fast inverse DCT, fancy up-sampling and fixed-point colour conversion.
 */
import type { RawImage } from "../raw-image";
import { type Component, type Frame, type Markers, readJpeg, UnsupportedJpeg } from "./header";
import { fastTable, inverseFast } from "./idct-fast";
import { decodeScan } from "./scan";
import { type Plane, upsampleRow } from "./upsample";

/** Decodes to RGB or gray; undefined for damaged images and for kinds that this decoder does not know. */
export function decodeJpegExactly(bytes: Uint8Array, channels: 1 | 3): RawImage | undefined {
  try {
    const { frame, markers } = readJpeg(bytes, decodeScan);
    const used = channels === 1 ? frame.components.slice(0, 1) : frame.components;
    if (frame.components.length === 3 && !isYcc(frame, markers)) return undefined;
    if (frame.components.some(needsSmoothing)) return undefined;
    const planes = used.map((component) => planeOf(frame, component));
    const data =
      planes.length === 1 ? fromGray(frame, planes[0]!, channels) : fromYcc(frame, planes);
    return { data, width: frame.width, height: frame.height, channels };
  } catch (error) {
    if (error instanceof UnsupportedJpeg) return undefined;
    throw error;
  }
}

/** Three components are RGB only where the file says so (libjpeg's `default_decompress_parms`). */
function isYcc({ components }: Frame, { jfif, adobe }: Markers): boolean {
  if (jfif) return true;
  if (adobe !== undefined) return adobe !== 0;
  return components.map(({ id }) => String.fromCharCode(id)).join("") !== "RGB";
}

/** libjpeg smooths blocks of progressive images whose low frequencies have not all come. */
const needsSmoothing = ({ missingBits, quantization }: Component): boolean =>
  quantization === undefined || missingBits.subarray(0, 10).some((bits) => bits !== 0);

function planeOf(frame: Frame, component: Component): Plane {
  const { h, v, blocksWide, blocksHigh, paddedWide, coefficients, extents } = component;
  const stride = blocksWide * 8;
  const samples = new Uint8ClampedArray(stride * blocksHigh * 8);
  const table = fastTable(component.quantization!);
  for (let y = 0; y < blocksHigh; y++) {
    for (let x = 0; x < blocksWide; x++) {
      const block = y * paddedWide + x;
      const to = y * 8 * stride + x * 8;
      inverseFast(coefficients, block * 64, extents[block]!, table, samples, to, stride);
    }
  }
  return {
    samples,
    stride,
    width: Math.ceil((frame.width * h) / frame.maxH),
    height: Math.ceil((frame.height * v) / frame.maxV),
    shrinkX: frame.maxH / h,
    shrinkY: frame.maxV / v,
  };
}

function fromGray({ width, height }: Frame, plane: Plane, channels: 1 | 3): Uint8Array {
  const out = new Uint8Array(width * height * channels);
  const row = rowFor(width);
  for (let y = 0, to = 0; y < height; y++) {
    upsampleRow(plane, y, row);
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) out[to++] = row[x]!;
    }
  }
  return out;
}

/** Room for what up-sampling writes beyond the image's width. */
const rowFor = (width: number): Uint8Array => new Uint8Array(width + 16);

// libjpeg's tables: 16 bits of fraction, halves added where it rounds.
const RED = Int32Array.from({ length: 256 }, (_, i) => (91881 * (i - 128) + 32768) >> 16);
const BLUE = Int32Array.from({ length: 256 }, (_, i) => (116130 * (i - 128) + 32768) >> 16);
const GREEN_CR = Int32Array.from({ length: 256 }, (_, i) => -46802 * (i - 128));
const GREEN_CB = Int32Array.from({ length: 256 }, (_, i) => -22554 * (i - 128) + 32768);

function fromYcc({ width, height }: Frame, [luma, blue, red]: readonly Plane[]): Uint8Array {
  const out = new Uint8ClampedArray(width * height * 3);
  const ys = rowFor(width);
  const cbs = rowFor(width);
  const crs = rowFor(width);
  for (let y = 0, to = 0; y < height; y++) {
    upsampleRow(luma!, y, ys);
    upsampleRow(blue!, y, cbs);
    upsampleRow(red!, y, crs);
    for (let x = 0; x < width; x++, to += 3) {
      const l = ys[x]!;
      const cb = cbs[x]!;
      const cr = crs[x]!;
      out[to] = l + RED[cr]!;
      out[to + 1] = l + ((GREEN_CB[cb]! + GREEN_CR[cr]!) >> 16);
      out[to + 2] = l + BLUE[cb]!;
    }
  }
  return new Uint8Array(out.buffer);
}

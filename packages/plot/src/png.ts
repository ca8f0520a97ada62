/** A small PNG encoder: 8 bits a channel, no filter, the same bytes everywhere. */

import { zlibSync } from "fflate";

import { PlotError } from "./errors";

/** Pixels, row by row, channels together. */
export interface PlotImage {
  /** 0..255; floats are rounded and cut to that range, NaN is 0. Length `width * height * channels`. */
  readonly data: Uint8Array | Uint8ClampedArray | Float32Array;
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 3 red-green-blue, 4 with opacity. */
  readonly channels: number;
}

const colorTypes = new Map([
  [1, 0],
  [3, 2],
  [4, 6],
]);

/**
 * The bytes of a PNG file.
 *
 * @throws PlotError `invalid-image` for a wrong size, channel count or length; `name` says which image.
 */
export function encodePng(image: PlotImage, name = "image"): Uint8Array {
  checkImage(image, name);
  const { width, height, channels } = image;
  const stride = width * channels;
  const rows = new Uint8Array(height * (stride + 1));
  const bytes = Uint8ClampedArray.from(image.data);
  for (let y = 0; y < height; y++)
    rows.set(bytes.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8;
  header[9] = colorTypes.get(channels) ?? 0;
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    chunk("IDAT", zlibSync(rows)),
    chunk("IEND", new Uint8Array(0)),
  ];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** Throws unless `image` is one that can be encoded. */
export function checkImage(image: PlotImage, name: string): void {
  const { data, width, height, channels } = image;
  const fail = (rule: string, received: string): never => {
    throw new PlotError("invalid-image", `${name} must have ${rule}. Received: ${received}`);
  };
  for (const [side, value] of Object.entries({ width, height })) {
    if (!Number.isInteger(value) || value < 1)
      fail(`a whole ${side} of at least 1`, `${side}=${String(value)}`);
  }
  if (!colorTypes.has(channels)) fail("1, 3 or 4 channels", `channels=${String(channels)}`);
  const wanted = width * height * channels;
  if (data.length !== wanted) {
    fail(
      `width*height*channels=${wanted} values in data`,
      `${data.length} (width=${width}, height=${height}, channels=${channels})`,
    );
  }
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + body.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  for (let at = 0; at < 4; at++) out[4 + at] = type.charCodeAt(at);
  out.set(body, 8);
  view.setUint32(8 + body.length, crc32(out.subarray(4, 8 + body.length)));
  return out;
}

/** The checksum of the PNG specification: CRC-32 with polynomial 0xEDB88320. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** `data:image/png;base64,...` of a PNG file. */
export function dataUri(png: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < png.length; at += 0x2000)
    binary += String.fromCharCode(...png.subarray(at, at + 0x2000));
  return `data:image/png;base64,${btoa(binary)}`;
}

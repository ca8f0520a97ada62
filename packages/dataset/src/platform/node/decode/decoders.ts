/** Node's decoders: our own for PNG, GIF and BMP, libjpeg-turbo for JPEG, libavif for AVIF, sharp for the rest. */
import { inflateSync } from "node:zlib";
import { decodeBmp } from "../../../decode/bmp";
import type { Decoder, Decoders } from "../../../decode/decoders";
import type { FileDecoding } from "../../../decode/decode-into";
import { decodeGif } from "../../../decode/gif/decode-gif";
import { decodePng, type Inflate } from "../../../decode/png/decode-png";
import { resizeKernels } from "../../../kernels/kernels";
import { decodeAvif } from "./avif";
import { decodeJpeg } from "./jpeg";
import { jpegTurbo } from "./jpeg-turbo";
import { readWhole } from "./read-whole";
import { decodeWithSharp } from "./sharp";

const inflate: Inflate = (data, sizeBytes) => {
  try {
    const unpacked = inflateSync(data, { maxOutputLength: Math.max(1, sizeBytes) });
    return unpacked.length === sizeBytes ? unpacked : undefined;
  } catch {
    return undefined;
  }
};

const withSharp =
  (format: "webp" | "tiff"): Decoder =>
  (bytes, { channels, exifOrientation }) =>
    decodeWithSharp(bytes, channels, format, exifOrientation);

export const decoders: Decoders = {
  jpeg: (bytes, { channels, exifOrientation }) => decodeJpeg(bytes, channels, exifOrientation),
  png: (bytes, { channels }) => decodePng(bytes, channels, inflate),
  gif: (bytes, { channels }) => decodeGif(bytes, channels),
  bmp: (bytes, { channels }) => decodeBmp(bytes, channels),
  webp: withSharp("webp"),
  avif: (bytes, { channels }) => decodeAvif(bytes, channels),
  tiff: withSharp("tiff"),
};

/** One file after the other: reading and decoding use the thread's buffers again. */
export const fileDecoding: FileDecoding<string> = { read: readWhole, decoders, atOnce: 1 };

/** Loads what decoding needs, before it is needed. */
export function prepareDecoding(): void {
  jpegTurbo();
  resizeKernels();
}

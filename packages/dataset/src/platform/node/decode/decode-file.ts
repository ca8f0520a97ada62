/** Reads, decodes and resizes image files in this thread. */
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { decodeBmp } from "../../../decode/bmp";
import { decodeGif } from "../../../decode/gif";
import { type ImageFailure, type ImageSpec, PixelBlock } from "../../../decode/load-pixels";
import type { LoadedImages } from "../../../decode/load-pixels";
import { decodePng, type Inflate } from "../../../decode/png";
import { type Channels, DecodeError, type RawImage } from "../../../decode/raw-image";
import { describeExtra, describeUnknown, sniffFormat } from "../../../decode/sniff";
import { simdKernels } from "../../../resize/bilinear-simd";
import { decodeJpeg } from "./jpeg";
import { jpegTurbo } from "./jpeg-turbo";
import { decodeWithSharp } from "./sharp";

const inflate: Inflate = (data, sizeBytes) => inflateSync(data, { maxOutputLength: sizeBytes + 1 });

/** Loads what decoding needs, before it is needed. */
export function prepareDecoding(): void {
  jpegTurbo();
  simdKernels();
}

/** Decodes one file's bytes to the channels asked for; without `extraFormats` only what Keras reads. */
export async function decodeBytes(
  bytes: Uint8Array,
  channels: Channels,
  exifOrientation = false,
  extraFormats = true,
): Promise<RawImage> {
  const format = sniffFormat(bytes);
  const extra = extraFormats ? undefined : describeExtra(format);
  if (extra !== undefined) throw new DecodeError(extra);
  switch (format) {
    case "jpeg":
      return decodeJpeg(bytes, channels, exifOrientation);
    case "png":
      return decodePng(bytes, channels, inflate);
    case "gif":
      return decodeGif(bytes, channels);
    case "bmp":
      return decodeBmp(bytes, channels);
    case "webp":
    case "avif":
    case "tiff":
      return decodeWithSharp(bytes, channels, format, exifOrientation);
    case undefined:
      throw new DecodeError(describeUnknown(bytes));
  }
}

/** Decodes one file's bytes as `spec` says. */
export function decodeFor(spec: ImageSpec, bytes: Uint8Array): Promise<RawImage> {
  return decodeBytes(bytes, spec.channels, spec.exifOrientation, spec.extraFormats);
}

/** Decodes and resizes `paths` into one block of pixels; files that fail are named and left out. */
export async function loadFiles(paths: readonly string[], spec: ImageSpec): Promise<LoadedImages> {
  const block = new PixelBlock(spec, paths.length);
  const failures: ImageFailure[] = [];
  for (const [index, path] of paths.entries()) {
    try {
      block.add(await decodeFor(spec, readFileSync(path)));
    } catch (error) {
      failures.push({ index, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { pixels: block.take(), failures };
}

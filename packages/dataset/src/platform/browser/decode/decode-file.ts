/** Decodes images in the page: PNG, GIF, BMP and JPEG by our own exact decoders, the rest by the browser. */
import { unzlibSync } from "fflate";
import { decodeBmp } from "../../../decode/bmp";
import { decodeGif } from "../../../decode/gif";
import {
  type ImageFailure,
  type ImageSpec,
  type LoadedImages,
  PixelBlock,
} from "../../../decode/load-pixels";
import { decodePng, type Inflate } from "../../../decode/png";
import { type Channels, DecodeError, type RawImage } from "../../../decode/raw-image";
import { describeExtra, describeUnknown, sniffFormat } from "../../../decode/sniff";
import { decodeAvif, decodeJpeg, decodeWebp } from "./bitmap";
import { readSourceFile, type SourceFile } from "../directory/source-file";

const inflate: Inflate = (data, sizeBytes) => unzlibSync(data, { out: new Uint8Array(sizeBytes) });

/** Decodes one file's bytes to the channels asked for; without `extraFormats` only what Keras reads. */
export async function decodeBytes(
  bytes: Uint8Array<ArrayBuffer>,
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
      return decodeWebp(bytes, channels, exifOrientation);
    case "avif":
      return decodeAvif(bytes, channels);
    case "tiff":
      throw new DecodeError("browsers do not decode TIFF: convert it to PNG, or load it in Node");
    case undefined:
      throw new DecodeError(describeUnknown(bytes));
  }
}

/** Files that one worker reads and decodes at a time, so that reading, the browser's decoder and resizing overlap. */
const AT_ONCE = 4;

/** Decodes and resizes `files` into one block of pixels; files that fail are named by index and left out. */
export async function loadFiles(
  files: readonly SourceFile[],
  spec: ImageSpec,
): Promise<LoadedImages> {
  const block = new PixelBlock(spec, files.length);
  const failures: ImageFailure[] = [];
  const { channels, exifOrientation, extraFormats } = spec;
  const decode = async (file: SourceFile): Promise<RawImage> =>
    decodeBytes(await readSourceFile(file), channels, exifOrientation, extraFormats);
  const begun: Promise<RawImage>[] = [];
  for (let index = 0; index < files.length; index++) {
    while (begun.length < Math.min(files.length, index + AT_ONCE)) {
      const one = decode(files[begun.length]!);
      one.catch(() => undefined); // met below, in order
      begun.push(one);
    }
    try {
      block.add(await begun[index]!);
    } catch (error) {
      failures.push({ index, reason: error instanceof Error ? error.message : String(error) });
    }
    begun[index] = undefined as never; // its pixels are in the block
  }
  return { pixels: block.take(), failures };
}

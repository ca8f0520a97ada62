/** The page's decoders: our own, exact ones for PNG, GIF, BMP and JPEG; the browser's for the rest. */
import { unzlibSync } from "fflate";
import { decodeBmp } from "../../../decode/bmp";
import type { FileDecoding } from "../../../decode/decode-into";
import type { Decoders } from "../../../decode/decoders";
import { decodeGif } from "../../../decode/gif/decode-gif";
import { decodePng, type Inflate } from "../../../decode/png/decode-png";
import { adler32 } from "../../../decode/png/checksums";
import { DecodeError } from "../../../decode/raw-image";
import { readSourceFile, type SourceFile } from "../directory/source-file";
import { decodeAvif, decodeJpeg, decodeWebp } from "./bitmap";

const inflate: Inflate = (data, sizeBytes) => {
  try {
    const unpacked = unzlibSync(data, { out: new Uint8Array(sizeBytes) });
    // fflate neither checks the sum at the end nor minds what is too much.
    const sum = new DataView(data.buffer, data.byteOffset, data.length).getUint32(data.length - 4);
    return unpacked.length === sizeBytes && adler32(unpacked) === sum ? unpacked : undefined;
  } catch {
    return undefined;
  }
};

/** The page's own files and answers are never in shared memory. */
const unshared = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>;

export const decoders: Decoders = {
  jpeg: (bytes, { channels, exifOrientation }) =>
    decodeJpeg(unshared(bytes), channels, exifOrientation),
  png: (bytes, { channels }) => decodePng(bytes, channels, inflate),
  gif: (bytes, { channels }) => decodeGif(bytes, channels),
  bmp: (bytes, { channels }) => decodeBmp(bytes, channels),
  webp: (bytes, { channels, exifOrientation }) =>
    decodeWebp(unshared(bytes), channels, exifOrientation),
  avif: (bytes, { channels }) => decodeAvif(unshared(bytes), channels),
  tiff: () => {
    throw new DecodeError("browsers do not decode TIFF: convert it to PNG, or load it in Node");
  },
};

/** Four files at a time in one worker, so that reading, the browser's decoder and resizing overlap. */
export const fileDecoding: FileDecoding<SourceFile> = {
  read: readSourceFile,
  decoders,
  atOnce: 4,
};

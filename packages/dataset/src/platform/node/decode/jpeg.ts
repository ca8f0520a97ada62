/**
 * JPEG: libjpeg-turbo's fast IDCT with fancy up-sampling, which is what TensorFlow's `decode_image` uses, so the
 * pixels are Keras's own. Where the binding cannot be had, our own decoder gives the same pixels, several times slower;
 * sharp decodes what that does not know (accurate IDCT: mean difference about 1).
 */
import { type Orientation, orient, readOrientation } from "../../../decode/exif";
import { decodeJpegExactly } from "../../../decode/jpeg/decode-jpeg";
import { type JpegFrame, isCutShort, readFrame } from "../../../decode/jpeg-header";
import { checkSize, type Channels, DecodeError, type RawImage } from "../../../decode/raw-image";
import { sourceRegion } from "../../../resize/bilinear-rows";
import { type JpegTurbo, jpegTurbo } from "./jpeg-turbo";
import { decodeCmykWithSharp, decodeWithSharp } from "./sharp";

/** Kept from one image to the next: allocating megabytes for each costs more than a resize. */
let scratch = Buffer.alloc(0);

/** Where an image is decoded to: the resizer's own memory where it has one. */
function roomFor(sizeBytes: number): Buffer {
  const region = sourceRegion(sizeBytes);
  if (region) return Buffer.from(region.buffer, region.byteOffset, sizeBytes);
  if (scratch.length < sizeBytes) scratch = Buffer.alloc(sizeBytes);
  return scratch.subarray(0, sizeBytes);
}

/** Answers at once, in memory that the next image is decoded to, unless sharp has to be asked. */
export function decodeJpeg(
  bytes: Uint8Array,
  channels: Channels,
  exifOrientation: boolean,
  binding: JpegTurbo | null = jpegTurbo(),
): RawImage | Promise<RawImage> {
  if (channels === 4) throw new DecodeError("JPEG does not support 4 channels");
  const frame = readFrame(bytes);
  if (!frame) throw new DecodeError("invalid JPEG data: no frame header");
  checkSize("JPEG", frame.width, frame.height);
  const orientation: Orientation = exifOrientation ? readOrientation(bytes) : 1;
  const turned = (image: RawImage): RawImage =>
    orientation === 1 ? image : orient(image, orientation);
  const image = decodeFrame(bytes, channels, frame, binding);
  return image instanceof Promise ? image.then(turned) : turned(image);
}

function decodeFrame(
  bytes: Uint8Array,
  channels: 1 | 3,
  frame: JpegFrame,
  binding: JpegTurbo | null,
): RawImage | Promise<RawImage> {
  const { width, height } = frame;
  if (frame.components === 4) {
    if (channels === 1)
      throw new DecodeError("invalid JPEG data: CMYK does not convert to grayscale");
    return decodeCmykWithSharp(bytes);
  }
  if (!binding) {
    if (isCutShort(bytes)) throw new DecodeError("invalid JPEG data: the file is cut short");
    return decodeJpegExactly(bytes, channels) ?? decodeWithSharp(bytes, channels, "jpeg", false);
  }
  const whole = decodeWithBinding(binding, bytes, width, height, channels);
  if (whole) return whole;
  // The binding reports libjpeg's warnings and errors alike and without a text, and may have stopped before the first
  // row. Its memory held another image: what it left there is never looked at. Our decoder, then sharp, begin afresh.
  if (isCutShort(bytes)) throw new DecodeError("invalid JPEG data: the file is cut short");
  return decodeJpegExactly(bytes, channels) ?? decodeWithSharp(bytes, channels, "jpeg", false);
}

/** The image, or undefined unless the binding decoded every row of it without a word. */
function decodeWithBinding(
  binding: JpegTurbo,
  bytes: Uint8Array,
  width: number,
  height: number,
  channels: 1 | 3,
): RawImage | undefined {
  const data = roomFor(width * height * channels);
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = channels === 1 ? binding.FORMAT_GRAY : binding.FORMAT_RGB;
  try {
    const decoded = binding.decompressSync(source, data, { format });
    if (decoded.width !== width || decoded.height !== height) return undefined;
  } catch {
    return undefined;
  }
  return { data, width, height, channels };
}

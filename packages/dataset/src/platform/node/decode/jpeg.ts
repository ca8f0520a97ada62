/**
 * JPEG: libjpeg-turbo's fast IDCT with fancy up-sampling, which is what TensorFlow's `decode_image` uses, so the
 * pixels are Keras's own. Our own decoder gives the same pixels, several times slower: where the binding cannot be had,
 * for what it does not decode (CMYK) or decodes otherwise than TensorFlow's libjpeg-turbo (progressive images that lack
 * scans), and for what it complains about.
 */
import { type Orientation, orient, readOrientation } from "../../../decode/exif";
import { decodeJpeg as decodeExactly } from "../../../decode/jpeg/decode-jpeg";
import { isSmoothed } from "../../../decode/jpeg/progress";
import { type JpegSize, readSize } from "../../../decode/jpeg/segments";
import { checkSize, type Channels, DecodeError, type RawImage } from "../../../decode/raw-image";
import { sourceRegion } from "../../../resize/bilinear-rows";
import { type JpegTurbo, jpegTurbo } from "./jpeg-turbo";

/** Kept from one image to the next: allocating megabytes for each costs more than a resize. */
let scratch = Buffer.alloc(0);

/** Where an image is decoded to: the resizer's own memory where it has one. */
function roomFor(sizeBytes: number): Buffer {
  const region = sourceRegion(sizeBytes);
  if (region) return Buffer.from(region.buffer, region.byteOffset, sizeBytes);
  if (scratch.length < sizeBytes) scratch = Buffer.alloc(sizeBytes);
  return scratch.subarray(0, sizeBytes);
}

/** Decodes to gray or RGB, in memory that the next image is decoded to. @throws DecodeError where TensorFlow refuses */
export function decodeJpeg(
  bytes: Uint8Array,
  channels: Channels,
  exifOrientation: boolean,
  binding: JpegTurbo | null = jpegTurbo(),
): RawImage {
  if (channels === 4) throw new DecodeError("JPEG does not support 4 channels");
  const size = readSize(bytes);
  if (size) checkSize("JPEG", size.width, size.height);
  // The binding reports libjpeg's warnings and errors alike and without a text, and may have stopped before the first
  // row. Its memory held another image: what it left there is never looked at. Our decoder begins afresh.
  const image =
    (size && binding && decodeWithBinding(binding, bytes, size, channels)) ??
    decodeExactly(bytes, channels);
  const orientation: Orientation = exifOrientation ? readOrientation(bytes) : 1;
  return orientation === 1 ? image : orient(image, orientation);
}

/** The image, or undefined unless the binding decoded every row of it without a word. */
function decodeWithBinding(
  binding: JpegTurbo,
  bytes: Uint8Array,
  { width, height, components }: JpegSize,
  channels: 1 | 3,
): RawImage | undefined {
  if ((components !== 1 && components !== 3) || isSmoothed(bytes)) return undefined;
  const size = width * height * channels;
  const data = roomFor(size);
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = channels === 1 ? binding.FORMAT_GRAY : binding.FORMAT_RGB;
  try {
    const decoded = binding.decompressSync(source, data, { format });
    if (decoded.width !== width || decoded.height !== height) return undefined;
  } catch {
    return undefined;
  }
  // Not as a Buffer, whose `slice` does not copy.
  return { data: new Uint8Array(data.buffer, data.byteOffset, size), width, height, channels };
}

/** From a file's bytes to its pixels: the format is told by the first bytes, and each platform brings one decoder for each. */
import { type Channels, DecodeError, type RawImage } from "./raw-image";
import { describeExtra, describeUnknown, type ImageFormat, sniffFormat } from "./sniff";
import { checkAsTensorflow } from "./webp-features";

/** How one image is decoded. */
export interface DecodeRequest {
  readonly channels: Channels;
  /** Turn and mirror the image as its EXIF orientation says. */
  readonly exifOrientation: boolean;
  /** Decode AVIF and TIFF too, and WebP to any number of channels, whatever the file's name says. */
  readonly extraFormats: boolean;
}

/**
 * Decodes one file's bytes, or throws a DecodeError. One that answers at once may answer with memory that the next image
 * is decoded to; one that answers later gives memory of the image's own.
 */
export type Decoder = (bytes: Uint8Array, request: DecodeRequest) => RawImage | Promise<RawImage>;

/** One for each format. */
export type Decoders = Readonly<Record<ImageFormat, Decoder>>;

/**
 * Decodes an image and gives it to `use` at once, before anything else can run in this thread: the pixels may lie in
 * memory that the next image is decoded to, so `use` resizes or copies them.
 *
 * @throws DecodeError where the bytes are not an image of a format that is asked for
 */
export async function decodeWith<T>(
  decoders: Decoders,
  bytes: Uint8Array,
  request: DecodeRequest,
  use: (image: RawImage) => T,
): Promise<T> {
  const format = sniffFormat(bytes);
  if (format === undefined) throw new DecodeError(describeUnknown(bytes));
  if (!request.extraFormats) {
    const extra = describeExtra(format);
    if (extra !== undefined) throw new DecodeError(extra);
    if (format === "webp") checkAsTensorflow(bytes, request.channels);
  }
  const image = decoders[format](plainBytes(bytes), request);
  return use(image instanceof Promise ? await image : image);
}

/** The same bytes as a Uint8Array and nothing more: `slice` of a Buffer would be a view of it, not a copy. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The same image in memory of its own. */
export function ownPixels(image: RawImage): RawImage {
  return { ...image, data: new Uint8Array(image.data) }; // `slice` of a Buffer would not copy
}

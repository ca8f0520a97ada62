/**
 * The one way from image files to a block of pixels: read, decode, resize into place. Node's threads and the page's
 * workers take it, and so does the calling thread where it has neither.
 */
import { isLossless, resizeImage } from "../resize/resize-image";
import { roundToBytes } from "../resize/round-to-bytes";
import { type Decoders, decodeWith } from "./decoders";
import type { ImageFailure, ImageSpec, LoadedImages } from "./image-spec";
import type { RawImage } from "./raw-image";

/** What became of the files; images that failed leave their places as they were. */
export interface DecodedInto {
  readonly failures: readonly ImageFailure[];
  /** Whether every pixel is a whole number, so that bytes hold them without loss. */
  readonly whole: boolean;
}

/** Where files come from and who decodes them. */
export interface FileDecoding<F> {
  /** The file's bytes; those given at once may be valid until the next call only. */
  readonly read: (file: F) => Uint8Array | Promise<Uint8Array>;
  readonly decoders: Decoders;
  /** Files read and decoded at a time, so that waiting overlaps. More than 1 only where `read` gives bytes of their own. */
  readonly atOnce: number;
}

/** Values of one image. */
export function valuesOf({ height, width, channels }: ImageSpec): number {
  return height * width * channels;
}

/** Whether images of this kind are made of bytes whatever their size: then the block holds bytes, else float32. */
export function alwaysBytes({ pixels, interpolation }: ImageSpec): boolean {
  return pixels === "uint8" || interpolation === "nearest";
}

/** Bytes of one image in a block. */
export function imageBytes(spec: ImageSpec): number {
  return valuesOf(spec) * (alwaysBytes(spec) ? 1 : 4);
}

/** One image's pixels as float32, before they are rounded. */
let floats = new Float32Array(0);

/** Image `i` of `files` goes to the `i`th place of the block that begins at `offsetBytes` of `memory`. */
export async function decodeInto<F>(
  files: readonly F[],
  spec: ImageSpec,
  memory: ArrayBufferLike,
  offsetBytes: number,
  { read, decoders, atOnce }: FileDecoding<F>,
): Promise<DecodedInto> {
  const values = valuesOf(spec);
  const block = alwaysBytes(spec)
    ? new Uint8Array(memory, offsetBytes, values * files.length)
    : new Float32Array(memory, offsetBytes, values * files.length);
  const failures: ImageFailure[] = [];
  let whole = true;
  const place = (image: RawImage, index: number): void => {
    whole &&= isLossless(image, spec);
    if (block instanceof Float32Array) resizeImage(image, spec, block, index * values);
    else {
      if (floats.length !== values) floats = new Float32Array(values);
      resizeImage(image, spec, floats);
      roundToBytes(floats, block, index * values);
    }
  };
  const one = async (file: F, index: number): Promise<void> => {
    try {
      const bytes = read(file);
      await decodeWith(decoders, bytes instanceof Promise ? await bytes : bytes, spec, (image) =>
        place(image, index),
      );
    } catch (error) {
      failures.push({ index, reason: error instanceof Error ? error.message : String(error) });
    }
  };
  const queue = files.entries();
  const lane = async (): Promise<void> => {
    for (const [index, file] of queue) await one(file, index);
  };
  // All of them, also when one fails: nobody may write to the block when the caller has it again.
  const lanes = Array.from({ length: Math.min(atOnce, files.length) }, lane);
  const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  failures.sort((a, b) => a.index - b.index);
  return { failures, whole };
}

/** Closes the gaps that failed images left in a block of `count` images; returns how many there are then. */
export function closeGaps(
  memory: ArrayBufferLike,
  count: number,
  imageBytes: number,
  failures: readonly ImageFailure[],
): number {
  if (failures.length === 0) return count;
  const failed = new Set(failures.map(({ index }) => index));
  const all = new Uint8Array(memory);
  let used = 0;
  for (let i = 0; i < count; i++) {
    if (failed.has(i)) continue;
    if (used !== i) all.copyWithin(used * imageBytes, i * imageBytes, (i + 1) * imageBytes);
    used++;
  }
  return used;
}

/**
 * The pixels of a block from its first byte on, its gaps closed: bytes where they lose nothing.
 *
 * @param lend the memory as the caller of the loader gets it; not called where the pixels were copied
 */
export function pixelsOf(
  memory: ArrayBufferLike,
  spec: ImageSpec,
  count: number,
  { failures, whole }: DecodedInto,
  lend: (memory: ArrayBufferLike) => ArrayBufferLike = (same) => same,
): Uint8Array | Float32Array {
  const values = closeGaps(memory, count, imageBytes(spec), failures) * valuesOf(spec);
  if (alwaysBytes(spec)) return new Uint8Array(lend(memory), 0, values);
  if (whole) return Uint8Array.from(new Float32Array(memory, 0, values));
  return new Float32Array(lend(memory), 0, values);
}

/** Decodes and resizes files into new memory. */
export async function loadImages<F>(
  files: readonly F[],
  spec: ImageSpec,
  decoding: FileDecoding<F>,
): Promise<LoadedImages> {
  const memory = new ArrayBuffer(imageBytes(spec) * files.length);
  const decoded = await decodeInto(files, spec, memory, 0, decoding);
  return { pixels: pixelsOf(memory, spec, files.length, decoded), failures: decoded.failures };
}

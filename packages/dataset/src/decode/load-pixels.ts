/** From the bytes of image files to one packed block of resized pixels: what a decoding worker does. */
import { isLossless, resizeImage, type ResizeSpec } from "../resize/resize-image";
import type { Channels, RawImage } from "./raw-image";

/** How images are decoded and resized. */
export interface ImageSpec extends ResizeSpec {
  readonly channels: Channels;
  /** `uint8` rounds to whole numbers, ties to even. */
  readonly pixels: "float32" | "uint8";
  /** Turn and mirror images as their EXIF orientation says. */
  readonly exifOrientation: boolean;
  /** Decode WebP, AVIF and TIFF, whatever a file's name says. Default true. */
  readonly extraFormats?: boolean;
}

/** Pixels of several images, one after the other, without those that failed. */
export interface LoadedImages {
  /** Bytes where that loses nothing (or was asked for), else float32. */
  readonly pixels: Uint8Array | Float32Array;
  readonly failures: readonly ImageFailure[];
}

/** Why one of the files could not be loaded; `index` counts within the request. */
export interface ImageFailure {
  readonly index: number;
  readonly reason: string;
}

/** Rounds float32 pixels to bytes: clamped to 0..255, ties to even. */
export function toBytes(values: Float32Array): Uint8Array {
  // Uint8ClampedArray's conversion is exactly that (ECMAScript ToUint8Clamp).
  const clamped = Uint8ClampedArray.from(values);
  return new Uint8Array(clamped.buffer);
}

/** Collects resized images, as bytes while every one of them is made of whole numbers. */
export class PixelBlock {
  readonly #spec: ImageSpec;
  readonly #size: number;
  readonly #capacity: number;
  #count = 0;
  #bytes: Uint8Array | undefined;
  #floats: Float32Array | undefined;
  readonly #scratch: Float32Array;

  constructor(spec: ImageSpec, capacity: number) {
    this.#spec = spec;
    this.#size = spec.height * spec.width * spec.channels;
    this.#capacity = capacity;
    this.#scratch = new Float32Array(0);
  }

  /** Resizes one image into the block. */
  add(image: RawImage): void {
    const { pixels } = this.#spec;
    const bytes = pixels === "uint8" || (isLossless(image, this.#spec) && !this.#floats);
    if (bytes) {
      this.#bytes ??= new Uint8Array(this.#size * this.#capacity);
      const one = new Float32Array(this.#size);
      resizeImage(image, this.#spec, one);
      this.#bytes.set(toBytes(one), this.#count * this.#size);
    } else {
      this.#widen();
      resizeImage(image, this.#spec, this.#floats!, this.#count * this.#size);
    }
    this.#count++;
  }

  /** Goes over to float32, taking along what is held as bytes. */
  #widen(): void {
    if (this.#floats) return;
    this.#floats = new Float32Array(this.#size * this.#capacity);
    if (this.#bytes) this.#floats.set(this.#bytes.subarray(0, this.#count * this.#size));
    this.#bytes = undefined;
  }

  /** The pixels of all images added. */
  take(): Uint8Array | Float32Array {
    const pixels = this.#floats ?? this.#bytes ?? this.#scratch;
    const used = this.#count * this.#size;
    return used === pixels.length ? pixels : pixels.slice(0, used);
  }
}

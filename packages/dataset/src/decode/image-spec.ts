/** What is asked of a list of image files, and what comes of it. */
import type { ResizeSpec } from "../resize/resize-image";
import type { DecodeRequest } from "./decoders";

/** How images are decoded and resized. */
export interface ImageSpec extends ResizeSpec, DecodeRequest {
  /** `uint8` rounds to whole numbers, ties to even. */
  readonly pixels: "float32" | "uint8";
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

/**
 * A checksum at memory speed, for caches that are read every time: Fletcher's, in four lanes of 32 bits side by side,
 * so that random damage goes unseen once in 2^64 times. zlib's CRC takes longer than reading the file does.
 */
import { type Kernels, newKernels, reserve } from "../../../kernels/kernels";

/** Bytes read and summed at once: few calls of the system, and they fit into a core's cache. */
const chunkBytes = 2 ** 17;
/** Where they lie. */
const chunkAt = 64;
/** Checksums are over whole vectors. */
export const checksumUnit = 16;

let kernels: Kernels | null | undefined;

/** An instance of its own: the sums are at the beginning of its memory. */
function sumKernels(): Kernels | null {
  if (kernels === undefined) {
    kernels = newKernels();
    if (kernels) reserve(kernels.memory, chunkAt + chunkBytes);
  }
  return kernels;
}

/** Sums bytes that come chunk after chunk. One at a time in each thread: the kernel's memory is shared. */
export class Checksum {
  readonly #kernels: Kernels | null;
  readonly #sums: Int32Array;
  /** Where the next chunk may be put, to be summed without being copied. */
  readonly chunk: Uint8Array;

  constructor(useKernel = true) {
    this.#kernels = useKernel ? sumKernels() : null;
    const memory = this.#kernels?.memory.buffer ?? new ArrayBuffer(chunkAt + chunkBytes);
    this.#sums = new Int32Array(memory, 0, 8).fill(0);
    this.chunk = new Uint8Array(memory, chunkAt, chunkBytes);
  }

  /** Adds the first `sizeBytes` of {@link Checksum.chunk}, a multiple of {@link checksumUnit}. */
  addChunk(sizeBytes: number): void {
    if (this.#kernels) {
      this.#kernels.sum(chunkAt, sizeBytes / checksumUnit);
      return;
    }
    const sums = this.#sums;
    const words = new Int32Array(this.chunk.buffer, chunkAt, sizeBytes / 4);
    for (let i = 0; i < words.length; i++) {
      const lane = i & 3;
      sums[lane] = ((sums[lane] as number) + (words[i] as number)) | 0;
      sums[lane + 4] = ((sums[lane + 4] as number) + (sums[lane] as number)) | 0;
    }
  }

  /** Adds bytes from elsewhere, as many as a multiple of {@link checksumUnit}. */
  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const part = bytes.subarray(at, at + chunkBytes);
      this.chunk.set(part);
      this.addChunk(part.length);
    }
  }

  /** The sum as text. */
  digest(): string {
    return Array.from(this.#sums, (sum) => (sum >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

/**
 * A checksum at memory speed, for caches that are read every time: Fletcher's, in four lanes of 32 bits side by side,
 * so that random damage goes unseen once in 2^64 times. zlib's CRC takes longer than reading the file does.
 */
import {
  addI32x4,
  advance,
  get,
  I32,
  instantiate,
  load128,
  repeat,
  reserve,
  set,
  store128,
  tee,
  V128,
} from "../../../wasm/assembler";

interface Kernel {
  readonly memory: WebAssembly.Memory;
  /** Adds `vectors` of 16 bytes from `at` on to the sums, which are at address 0. */
  sum(at: number, vectors: number): void;
}

/** Bytes read and summed at once: few calls of the system, and they fit into a core's cache. */
const CHUNK_BYTES = 2 ** 17;
/** Where they lie. */
const CHUNK_AT = 64;
/** Checksums are over whole vectors. */
export const CHECKSUM_UNIT = 16;

const zero = [0x41, 0]; // i32.const 0

let kernel: Kernel | null | undefined;

function sumKernel(): Kernel | null {
  if (kernel === undefined) {
    const body = [
      ...[...zero, ...load128(0), ...set(2), ...zero, ...load128(16), ...set(3)],
      ...repeat(1, [
        ...[...get(2), ...get(0), ...load128(), ...addI32x4, ...tee(2)],
        ...[...get(3), ...addI32x4, ...set(3), ...advance(0, 16)],
      ]),
      ...[...zero, ...get(2), ...store128(0), ...zero, ...get(3), ...store128(16)],
    ];
    const sum = { name: "sum", parameters: [I32, I32], locals: [V128, V128], body };
    kernel = instantiate([sum]) as Kernel | null;
    if (kernel) reserve(kernel.memory, CHUNK_AT + CHUNK_BYTES);
  }
  return kernel;
}

/** Sums bytes that come chunk after chunk. One at a time in each thread: the kernel's memory is shared. */
export class Checksum {
  readonly #kernel: Kernel | null;
  readonly #sums: Int32Array;
  /** Where the next chunk may be put, to be summed without being copied. */
  readonly chunk: Uint8Array;

  constructor(useKernel = true) {
    this.#kernel = useKernel ? sumKernel() : null;
    const memory = this.#kernel?.memory.buffer ?? new ArrayBuffer(CHUNK_AT + CHUNK_BYTES);
    this.#sums = new Int32Array(memory, 0, 8).fill(0);
    this.chunk = new Uint8Array(memory, CHUNK_AT, CHUNK_BYTES);
  }

  /** Adds the first `sizeBytes` of {@link Checksum.chunk}, a multiple of {@link CHECKSUM_UNIT}. */
  addChunk(sizeBytes: number): void {
    if (this.#kernel) {
      this.#kernel.sum(CHUNK_AT, sizeBytes / CHECKSUM_UNIT);
      return;
    }
    const sums = this.#sums;
    const words = new Int32Array(this.chunk.buffer, CHUNK_AT, sizeBytes / 4);
    for (let i = 0; i < words.length; i++) {
      const lane = i & 3;
      sums[lane] = (sums[lane]! + words[i]!) | 0;
      sums[lane + 4] = (sums[lane + 4]! + sums[lane]!) | 0;
    }
  }

  /** Adds bytes from elsewhere, as many as a multiple of {@link CHECKSUM_UNIT}. */
  add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const part = bytes.subarray(at, at + CHUNK_BYTES);
      this.chunk.set(part);
      this.addChunk(part.length);
    }
  }

  /** The sum as text. */
  digest(): string {
    return Array.from(this.#sums, (sum) => (sum >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

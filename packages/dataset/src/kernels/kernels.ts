/**
 * The WebAssembly kernels with SIMD, of `kernels/*.ts` beside `src`. They give the bits of the loops in JavaScript that
 * they stand in for, several times as fast.
 */
import { plainModule } from "./module-bytes";

/** One instance: its functions work on its own memory, of which nothing is used but what its owner uses. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  fused(
    source: number,
    out: number,
    rows: number,
    columns: number,
    groups: number,
    rowBytes: number,
    count: number,
  ): void;
  horizontal(source: number, out: number, table: number, width: number, step: number): void;
  vertical(top: number, bottom: number, out: number, t: number, fours: number): void;
  round(source: number, out: number, sixteens: number): void;
  sum(at: number, vectors: number): void;
}

/** A new instance with a memory of one page (64 KB), or null where WebAssembly or its SIMD is missing. */
export function newKernels(): Kernels | null {
  if (typeof WebAssembly !== "object") return null;
  const bytes = Uint8Array.from(atob(plainModule), (letter) => letter.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return null;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return { memory, ...exports } as unknown as Kernels;
}

/** Makes sure that a memory holds `sizeBytes`. Growing it detaches the views of it. */
export function reserve(memory: WebAssembly.Memory, sizeBytes: number): void {
  const missing = sizeBytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65536));
}

let resizing: Kernels | null | undefined;

/** This thread's instance for resizing and rounding. */
export function resizeKernels(): Kernels | null {
  if (resizing === undefined) resizing = newKernels();
  return resizing;
}

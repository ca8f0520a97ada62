/** The compiled kernels (`packages/backend/kernels`), instantiated over tfjs-backend-wasm's own heap: no copies. */
import { heapMemory, type WasmBackend } from "./heap";
import { plainModule, sharedModule } from "./module-bytes";

/** The functions of the module. Pointers are byte addresses in the heap, sizes count elements. */
export interface KernelModule {
  convFilterGrad(
    ...args: [x: number, dy: number, dw: number, row: number, ...sizes: number[]]
  ): void;
  sparseConvFilterGrad(
    ...args: [
      ...[x: number, dy: number, dw: number, row: number, lists: number, sums: number],
      ...sizes: number[],
    ]
  ): void;
  sparseConvInputGrad(
    ...args: [
      ...[filter: number, dy: number, dx: number, image: number, list: number, filters: number],
      ...sizes: number[],
    ]
  ): void;
  countNonZeros(values: number, size: number): number;
  allFinite(values: number, size: number): number;
  spread(dy: number, out: number, ...sizes: number[]): void;
  maxPoolGrad(x: number, y: number, dy: number, dx: number, ...sizes: number[]): void;
  reluGrad(x: number, dy: number, dx: number, size: number): void;
  clip(x: number, out: number, size: number, low: number, high: number): void;
  larger(a: number, b: number, out: number, size: number): void;
  smaller(a: number, b: number, out: number, size: number): void;
  hasNaN(x: number, size: number): number;
  poolWithNaN(x: number, y: number, mean: number, ...sizes: number[]): void;
  biasAdd(x: number, bias: number, out: number, rows: number, channels: number): void;
  columnSum(x: number, out: number, part: number, rows: number, channels: number): void;
  matmulTN(a: number, b: number, out: number, i: number, k: number, j: number): void;
  matmulNT(a: number, b: number, out: number, i: number, k: number, j: number): void;
}

const instances = new WeakMap<WebAssembly.Memory, KernelModule>();

/**
 * The kernels over the heap of `backend`, compiled at the first call (a few milliseconds) and kept.
 *
 * @throws WebAssembly.CompileError where the engine lacks WebAssembly SIMD.
 */
export function kernelModule(backend: WasmBackend): KernelModule {
  const memory = heapMemory(backend);
  const known = instances.get(memory);
  if (known !== undefined) return known;
  const shared =
    typeof SharedArrayBuffer !== "undefined" && memory.buffer instanceof SharedArrayBuffer;
  const bytes = Uint8Array.from(atob(shared ? sharedModule : plainModule), (c) => c.charCodeAt(0));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const made = instance.exports as unknown as KernelModule;
  instances.set(memory, made);
  return made;
}

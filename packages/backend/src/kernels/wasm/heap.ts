/** The part of tfjs-backend-wasm's backend that the kernels here use: tensors as addresses in its heap. */
import type * as tf from "@tensorflow/tfjs";

/** tfjs-backend-wasm's Emscripten module; the memory is `asm.memory` when plain, `wasmMemory` when shared. */
interface EmscriptenModule {
  readonly HEAPU8: Uint8Array;
  readonly asm?: { readonly memory?: WebAssembly.Memory };
  readonly wasmMemory?: WebAssembly.Memory;
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** tfjs-backend-wasm's backend object. */
export interface WasmBackend {
  readonly wasm: EmscriptenModule;
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array | Int32Array | Uint8Array;
  /** One more holder of the data; {@link disposeData} is called once by each. */
  incRef(dataId: object): void;
  disposeData(dataId: object, force?: boolean): boolean;
}

/** The heap's memory object; it stays the same when the heap grows. */
export function heapMemory({ wasm }: WasmBackend): WebAssembly.Memory {
  const memory = wasm.wasmMemory ?? wasm.asm?.memory;
  if (memory === undefined) {
    throw new Error(
      "wasm kernels: expected tfjs-backend-wasm 4.22, whose module names its memory; found none.",
    );
  }
  return memory;
}

/** A tensor's address in bytes. Valid as long as the tensor. */
export function address(backend: WasmBackend, info: tf.TensorInfo): number {
  return backend.dataIdMap.get(info.dataId).memoryOffset;
}

/** A float32 tensor's values in place. Valid until the next allocation: allocate outputs first. */
export function floats(backend: WasmBackend, info: tf.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(info) as Float32Array;
}

/** Runs `body` with `bytes` bytes of scratch memory, freed afterwards. The memory holds anything. */
export function withScratch(
  { wasm }: WasmBackend,
  bytes: number,
  body: (address: number) => void,
): void {
  const scratch = wasm._malloc(bytes) >>> 0; // above 2 GB malloc's signed result is negative
  try {
    body(scratch);
  } finally {
    wasm._free(scratch);
  }
}

/**
 * Kernels over plain arrays, for the two backends whose data is plain arrays: cpu, and wasm through views of its heap.
 * Nothing is copied to or from the host: the arrays are the backend's own storage.
 */
import * as tf from "@tensorflow/tfjs";

/** One input or output of a kernel. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The memory that a kernel's arrays are views of, for a WebAssembly module of ours to work in. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  /** Address of the scratch space that the kernel asked for. */
  readonly scratch: number;
}

/** The part of the cpu backend that a kernel needs. */
interface CpuBackend {
  readonly data: { get(dataId: object): { values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Float32Array): tf.TensorInfo;
}

/** The part of the wasm backend that a kernel needs. */
interface WasmBackend {
  readonly wasm: { readonly asm?: { readonly memory?: unknown } };
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
  disposeData(dataId: object): boolean;
}

/** Fills `output` from `images`; `attributes` are what the caller passed to `runKernel`. */
export type HostKernel<Attributes> = (
  images: HostTensor,
  output: Float32Array,
  attributes: Attributes,
  heap?: Heap,
) => void;

const empty = (shape: readonly number[]): boolean => shape.some((size) => size === 0);

/** tfjs's own memory, if the module exports it (the threaded one does not). */
function memoryOf({ wasm }: WasmBackend, view: Float32Array): WebAssembly.Memory | undefined {
  const memory = wasm.asm?.memory;
  return memory instanceof WebAssembly.Memory && memory.buffer === view.buffer ? memory : undefined;
}

function runOnWasm<Attributes>(
  wasm: WasmBackend,
  images: tf.TensorInfo,
  attributes: Attributes,
  kernel: HostKernel<Attributes>,
  scratchFloats: number,
): tf.TensorInfo {
  const info = wasm.makeOutput(images.shape, "float32");
  if (empty(images.shape)) return info;
  const scratch = scratchFloats > 0 ? wasm.makeOutput([scratchFloats], "float32") : undefined;
  // Views are taken after every allocation: growing the heap detaches older ones.
  const output = wasm.typedArrayFromHeap(info);
  const values = wasm.typedArrayFromHeap({
    dataId: images.dataId,
    shape: images.shape,
    dtype: "float32",
  });
  const memory = memoryOf(wasm, output);
  const heap = memory &&
    scratch && { memory, scratch: wasm.typedArrayFromHeap(scratch).byteOffset };
  kernel({ shape: images.shape, values }, output, attributes, heap);
  if (scratch) wasm.disposeData(scratch.dataId);
  return info;
}

/**
 * Registers a float32 kernel with one input, `images`, and an output of the same shape, on cpu and wasm; idempotent.
 *
 * @param scratchFloats - how many floats of scratch space the kernel wants on the backend's heap
 */
export function registerHostKernel<Attributes>(
  kernelName: string,
  kernel: HostKernel<Attributes>,
  scratchFloats: (shape: readonly number[]) => number = () => 0,
): void {
  if (tf.getKernel(kernelName, "cpu") !== undefined) return;
  tf.registerKernel({
    kernelName,
    backendName: "cpu",
    kernelFunc: ({ inputs, backend, attrs }) => {
      const images = inputs["images"] as tf.TensorInfo;
      const cpu = backend as CpuBackend;
      const output = new Float32Array(tf.util.sizeFromShape(images.shape));
      const { values } = cpu.data.get(images.dataId);
      if (!empty(images.shape))
        kernel({ shape: images.shape, values }, output, attrs as unknown as Attributes);
      return cpu.makeTensorInfo(images.shape, "float32", output);
    },
  });
  tf.registerKernel({
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, backend, attrs }) => {
      const images = inputs["images"] as tf.TensorInfo;
      const floats = scratchFloats(images.shape);
      return runOnWasm(
        backend as WasmBackend,
        images,
        attrs as unknown as Attributes,
        kernel,
        floats,
      );
    },
  });
}

/** Whether the current backend has a kernel of this name. */
export function hasKernel(kernelName: string): boolean {
  return tf.getKernel(kernelName, tf.getBackend()) !== undefined;
}

/** Runs a private kernel on images; attributes are passed as they are. */
export function runKernel<Attributes extends object>(
  kernelName: string,
  images: tf.Tensor4D,
  attributes: Attributes,
): tf.Tensor4D {
  return tf.engine().runKernel(kernelName, { images }, attributes as unknown as tf.NamedAttrMap);
}

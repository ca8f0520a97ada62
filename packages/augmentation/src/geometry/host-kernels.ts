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

/** The part of the cpu backend that a kernel needs. */
interface CpuBackend {
  readonly data: { get(dataId: object): { values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Float32Array): tf.TensorInfo;
}

/** The part of the wasm backend that a kernel needs. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
}

/** Fills `output` from `images`; `attributes` are what the caller passed to `runKernel`. */
export type HostKernel<Attributes> = (
  images: HostTensor,
  output: Float32Array,
  attributes: Attributes,
) => void;

const empty = (shape: readonly number[]): boolean => shape.some((size) => size === 0);

/** Registers a float32 kernel with one input, `images`, and an output of the same shape, on cpu and wasm; idempotent. */
export function registerHostKernel<Attributes>(
  kernelName: string,
  kernel: HostKernel<Attributes>,
): void {
  if (tf.getKernel(kernelName, "cpu") !== undefined) return;
  tf.registerKernel({
    kernelName,
    backendName: "cpu",
    kernelFunc: ({ inputs, backend, attrs }) => {
      const images = inputs["images"]!;
      const cpu = backend as CpuBackend;
      const output = new Float32Array(tf.util.sizeFromShape(images.shape));
      const source = cpu.data.get(images.dataId).values;
      if (!empty(images.shape)) {
        kernel({ shape: images.shape, values: source }, output, attrs as unknown as Attributes);
      }
      return cpu.makeTensorInfo(images.shape, "float32", output);
    },
  });
  tf.registerKernel({
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, backend, attrs }) => {
      const images = inputs["images"]!;
      const wasm = backend as WasmBackend;
      const info = wasm.makeOutput(images.shape, "float32");
      if (!empty(images.shape)) {
        // Views are taken after the allocation: growing the heap detaches older ones.
        const values = wasm.typedArrayFromHeap({
          dataId: images.dataId,
          shape: images.shape,
          dtype: "float32",
        });
        kernel(
          { shape: images.shape, values },
          wasm.typedArrayFromHeap(info),
          attrs as unknown as Attributes,
        );
      }
      return info;
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

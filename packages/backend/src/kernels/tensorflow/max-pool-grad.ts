/**
 * The gradient of max pooling through oneDNN:  dx[i] = sum of dy over the windows whose (first) maximum is at i.
 *
 * TensorFlow's own op finds the maxima again with plain loops, on one thread. oneDNN's pair of ops does the forward pass
 * again, which writes down where the maxima are (the "workspace"), and then spreads dy; both are vectorized and threaded.
 * TensorFlow uses this pair itself in graphs, never op by op. Where it is missing (no oneDNN), the stock kernel stays.
 */
import * as tf from "@tensorflow/tfjs";
import {
  booleanAttribute,
  intsAttribute,
  requiredInput,
  stringAttribute,
  typeAttribute,
  type NodeBackend,
  type OpAttribute,
} from "./node-backend";

interface PoolAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: "same" | "valid" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

const kernelName = "MaxPoolGrad";
const backendName = "tensorflow";
const ours = Symbol.for("flowers.backend.max-pool-grad");

/** Replaces tfjs-node's kernel, once it is registered. */
export function registerMaxPoolGrad(): void {
  const stock = tf.getKernel(kernelName, backendName) as tf.KernelConfig & { [ours]?: true };
  if (stock === undefined || stock === null || stock[ours]) return;
  tf.unregisterKernel(kernelName, backendName);
  let works = true;
  const replacement: tf.KernelConfig & { [ours]: true } = {
    kernelName,
    backendName,
    [ours]: true,
    kernelFunc: (call) => {
      const native = call.backend as unknown as NodeBackend;
      const input = requiredInput(call.inputs, "input");
      const attributes =
        works && input.dtype === "float32" && poolAttributes(native, input, call.attrs);
      if (!attributes) return stock.kernelFunc(call);
      let again: tf.TensorInfo[];
      try {
        again = native.executeMultipleOutputs("_MklNativeMaxPool", attributes, [input], 2);
      } catch {
        works = false; // This TensorFlow has no oneDNN.
        return stock.kernelFunc(call);
      }
      try {
        const [output, dy] = [
          requiredInput(call.inputs, "output"),
          requiredInput(call.inputs, "dy"),
        ];
        const inputs = [input, output, dy, ...again.slice(1)]; // the second output is the workspace
        return native.executeSingleOutput("_MklNativeMaxPoolGrad", attributes, inputs);
      } finally {
        tf.dispose(again as tf.Tensor[]);
      }
    },
  };
  tf.registerKernel(replacement);
}

/** The attributes of both ops, or undefined for a padding that TensorFlow has no word for. */
function poolAttributes(
  backend: NodeBackend,
  input: tf.TensorInfo,
  attrs: Parameters<tf.KernelFunc>[0]["attrs"],
): OpAttribute[] | undefined {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolAttributes;
  const shape = input.shape as [number, number, number, number];
  const pool = tf.backend_util.computePool2DInfo(
    shape,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const padding = pool.padInfo.type;
  if (padding !== "SAME" && padding !== "VALID") return undefined;
  return [
    typeAttribute(backend, "T", "float32"),
    intsAttribute(backend, "ksize", [1, pool.filterHeight, pool.filterWidth, 1]),
    intsAttribute(backend, "strides", [1, pool.strideHeight, pool.strideWidth, 1]),
    stringAttribute(backend, "padding", padding),
    stringAttribute(backend, "data_format", "NHWC"),
    booleanAttribute(backend, "workspace_enabled", true),
    // How TensorFlow marks the ops of its oneDNN kernels; without it the kernel is not found.
    stringAttribute(backend, "_kernel", "MklNameChangeOp"),
  ];
}

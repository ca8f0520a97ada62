/** From host arrays to tensors. Apart from `host.ts`, which the platforms use, because this uses the platform. */
import * as tf from "@tensorflow/tfjs";
import { pixelFloats } from "#platform";
import { type HostArray, type HostTree, leaves, mapHost } from "./host";

/** New tensors for the arrays of an element. The caller disposes them. */
export async function tensorsOf(tree: HostTree): Promise<tf.TensorContainer> {
  const wide = new Map<HostArray, Float32Array>();
  for (const array of leaves(tree)) {
    const { data, dtype } = array;
    if (dtype === "float32" && data instanceof Uint8Array) wide.set(array, await widen(data));
  }
  const tensorOf = (array: HostArray): tf.Tensor =>
    tf.tensor(wide.get(array) ?? array.data, [...array.shape], array.dtype);
  return mapHost(tree, tensorOf) as tf.TensorContainer;
}

/** `set` converts several times as fast as `Float32Array.from`; new memory would take longer than the conversion. */
async function widen(bytes: Uint8Array): Promise<Float32Array> {
  const floats = await pixelFloats(bytes.length);
  floats.set(bytes);
  return floats;
}

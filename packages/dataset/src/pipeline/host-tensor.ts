/** From host arrays to tensors. Apart from `host.ts`, which the platforms use, because this uses the platform. */
import * as tf from "@tensorflow/tfjs";
import { pixelFloats } from "#platform";
import { copiesValues, type HostArray, type HostTree, leaves, mapHost } from "./host";

/**
 * New tensors for the arrays of an element. The caller disposes them, and may write into what their `dataSync` gives: the
 * arrays stay as they are, for a cache gives the same ones in every epoch.
 */
export async function tensorsOf(tree: HostTree): Promise<tf.TensorContainer> {
  const wide = new Map<HostArray, Float32Array>();
  for (const array of leaves(tree)) {
    const { data, dtype } = array;
    if (dtype === "float32" && data instanceof Uint8Array) wide.set(array, await widen(data));
  }
  const own = ({ data }: HostArray): HostArray["data"] => (copiesValues() ? data : data.slice());
  const tensorOf = (array: HostArray): tf.Tensor =>
    tf.tensor(wide.get(array) ?? own(array), [...array.shape], array.dtype);
  return mapHost(tree, tensorOf) as tf.TensorContainer;
}

/**
 * `set` converts several times as fast as `Float32Array.from`; new memory would take longer than the conversion. Memory
 * that is used again is for backends that copy it at once.
 */
async function widen(bytes: Uint8Array): Promise<Float32Array> {
  const { length } = bytes;
  const floats = copiesValues() ? await pixelFloats(length) : new Float32Array(length);
  floats.set(bytes);
  return floats;
}

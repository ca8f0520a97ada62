/** From host arrays to tensors. Apart from `host.ts`, which the platforms use, because this uses the platform. */
import * as tf from "@tensorflow/tfjs";
import { pixelFloats } from "#platform";
import type { HostArray } from "./host";

/** A new tensor. The caller disposes it. */
export function tensorOf({ data, shape, dtype }: HostArray): tf.Tensor {
  const wide = dtype === "float32" && data instanceof Uint8Array;
  return tf.tensor(wide ? widen(data) : data, [...shape], dtype);
}

/** `set` converts several times as fast as `Float32Array.from`; new memory would take longer than the conversion. */
function widen(bytes: Uint8Array): Float32Array {
  const floats = pixelFloats(bytes.length);
  floats.set(bytes);
  return floats;
}

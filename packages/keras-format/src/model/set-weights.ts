/** Puts a file's variables into a layer's weights. */
import * as tf from "@tensorflow/tfjs";
import { KerasFormatError } from "../errors";
import type { KerasArray, KerasLayer } from "../types";

const bracketed = (shapes: readonly (readonly (number | null)[])[]): string =>
  shapes.map((shape) => `[${shape.join(", ")}]`).join(", ") || "none";

/** The variables that are weights: older files hold the state of random numbers too. */
export function weightArrays({ weights, parts }: KerasLayer): KerasArray[] {
  if (!parts) return [...weights];
  let from = 0;
  return parts.flatMap(({ path, count }) => {
    const arrays = weights.slice(from, from + count);
    from += count;
    return /(^|\/)seed_generator$/.test(path) ? [] : arrays;
  });
}

function toTensor({ data, shape, dtype }: KerasArray, wanted: tf.DataType): tf.Tensor {
  if (wanted === "int32")
    return tf.tensor(Int32Array.from(data as Int32Array, Number), [...shape], "int32");
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    throw new KerasFormatError(
      "unsupported",
      `toLayersModel: a weight has element type ${dtype}; tfjs has no 64-bit integers.`,
    );
  }
  return tf.tensor(Float32Array.from(data), [...shape], "float32");
}

/**
 * Sets them as they are. A tfjs layer's own `setWeights` would apply the constraints, which Keras does after a step alone.
 *
 * @throws KerasFormatError `mismatch` if number or shapes differ
 */
export function setWeights(made: tf.layers.Layer, entry: KerasLayer): void {
  const arrays = weightArrays(entry);
  const wanted = made.weights.map(({ shape }) => shape);
  const given = arrays.map(({ shape }) => shape);
  if (bracketed(wanted) !== bracketed(given)) {
    throw new KerasFormatError(
      "mismatch",
      `toLayersModel: layer "${entry.name}" (${entry.className}) expects weights of shapes ${bracketed(wanted)}; the file has ${bracketed(given)}.`,
    );
  }
  made.weights.forEach((weight, i) => {
    const array = arrays[i];
    if (!array) return;
    const tensor = toTensor(array, weight.dtype);
    (weight.read() as tf.Variable).assign(tensor);
    tensor.dispose();
  });
}

/** A plain Conv3DTranspose, differentiable. tfjs computes it and has no gradient of it. Channels come last. */
import * as tf from "@tensorflow/tfjs";
import { numberAt, numbersAt, textAt } from "../../config/json";
import type { JsonObject } from "../../types";
import type { OwnFormula } from "../own-layer";
import { finish } from "./convolution";
import { withGaps } from "./dilated";

/** What becomes of a length, and where it begins in the whole sum. */
function lengthAfter(
  length: number,
  axis: number,
  config: JsonObject,
): { readonly out: number; readonly before: number } {
  const stride = numbersAt(config, "strides", 3, 1)[axis] ?? 1;
  const size = numbersAt(config, "kernel_size", 3, 1)[axis] ?? 1;
  if (textAt(config, "padding") !== "same") return { out: (length - 1) * stride + size, before: 0 };
  return { out: length * stride, before: Math.floor(Math.max(0, size - stride) / 2) };
}

export const conv3dTranspose: OwnFormula = {
  weights: ([shape = []], config) => {
    const filters = numberAt(config, "filters", 1);
    const sizes = numbersAt(config, "kernel_size", 3, 1);
    const kernel = { name: "kernel", shape: [...sizes, filters, shape.at(-1) ?? 0] };
    return config["use_bias"] === false ? [kernel] : [kernel, { name: "bias", shape: [filters] }];
  },
  compute: ([x], weights, { config }) => {
    const kernel = weights["kernel"] as tf.Tensor5D;
    const strides = numbersAt(config, "strides", 3, 1);
    const input = x as tf.Tensor;
    // Every entry spreads over a kernel: the mirrored kernel's sums over entries with gaps between them.
    const apart = [0, 1, 2].reduce(
      (given, axis) => withGaps(given, axis + 1, strides[axis] ?? 1),
      input,
    );
    const around = kernel.shape.slice(0, 3).map((size): [number, number] => [size - 1, size - 1]);
    const padded = tf.pad(apart, [[0, 0], ...around, [0, 0]]) as tf.Tensor5D;
    const mirrored = tf.transpose(tf.reverse(kernel, [0, 1, 2]), [0, 1, 2, 4, 3]);
    const whole = tf.conv3d(padded, mirrored, 1, "valid");
    const cuts = input.shape.slice(1, 4).map((length, axis) => lengthAfter(length, axis, config));
    const sums = tf.slice(
      whole,
      [0, ...cuts.map(({ before }) => before), 0],
      [-1, ...cuts.map(({ out }) => out), -1],
    );
    return finish(sums, weights, config);
  },
  shape: ([shape = []], config) => [
    shape[0] ?? null,
    ...shape
      .slice(1, 4)
      .map((length, axis) => (length === null ? null : lengthAfter(length, axis, config).out)),
    numberAt(config, "filters", 1),
  ],
};

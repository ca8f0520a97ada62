/** Keras's Conv3D where stock tfjs's differs: with groups, and with a dilation, which TensorFlow's kernel for processors lacks. */
import * as tf from "@tensorflow/tfjs";
import { numberAt, numbersAt, textAt } from "../../config/json";
import type { OwnFormula } from "../own-layer";
import { channelsOf, finish, inGroups, sizeAfter, withBias } from "./convolution";
import { withGaps } from "./dilated";

export const conv3d: OwnFormula = {
  weights: (shapes, config) => {
    const filters = numberAt(config, "filters", 1);
    const channels = channelsOf(shapes) / numberAt(config, "groups", 1);
    const shape = [...numbersAt(config, "kernel_size", 3, 1), channels, filters];
    return [{ name: "kernel", shape }, ...withBias(config, filters)];
  },
  compute: ([x], weights, { config }) => {
    const strides = numbersAt(config, "strides", 3, 1) as [number, number, number];
    const padding = textAt(config, "padding") === "same" ? "same" : "valid";
    const kernel = numbersAt(config, "dilation_rate", 3, 1).reduce(
      (given, rate, axis) => withGaps(given, axis, rate),
      weights["kernel"] as tf.Tensor,
    );
    const sums = inGroups(x as tf.Tensor, kernel, config, (share, part) =>
      tf.conv3d(share as tf.Tensor5D, part as tf.Tensor5D, strides, padding),
    );
    return finish(sums, weights, config);
  },
  shape: ([shape = []], config) => {
    const [sizes, strides, rates] = ["kernel_size", "strides", "dilation_rate"].map((key) =>
      numbersAt(config, key, 3, 1),
    ) as [number[], number[], number[]];
    const padding = textAt(config, "padding") ?? "valid";
    return [
      shape[0] ?? null,
      ...sizes.map((size, i) =>
        sizeAfter(shape[i + 1] ?? null, size, strides[i] ?? 1, rates[i] ?? 1, padding),
      ),
      numberAt(config, "filters", 1),
    ];
  },
};

/** Keras's Conv3D where stock tfjs's differs: with groups, and with a dilation, which TensorFlow's kernel for processors lacks. */
import * as tf from "@tensorflow/tfjs";
import { numbersAt, textAt } from "../../config/json";
import type { OwnFormula } from "../own-layer";
import { convolvedShape, finish, inGroups, kernelAndBias } from "./convolution";
import { withGaps } from "./dilated";

export const conv3d: OwnFormula = {
  weights: kernelAndBias(3),
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
  shape: convolvedShape(3),
};

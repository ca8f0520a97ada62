/** NaN stays NaN on wasm, and windows that do not fit leave its heap alone. */
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { BackendError } from "../../errors";

const nan = Number.NaN;
// Long enough for whole blocks of 16 and a rest, with NaN in both.
const values = Array.from({ length: 36 }, (_, i) => (i === 5 || i === 34 ? nan : (i % 7) - 3));
const vector = (): tf.Tensor => tf.tensor1d(values);
const image = (): tf.Tensor4D => tf.tensor4d(values, [1, 6, 6, 1]);
const filter = (): tf.Tensor4D => tf.ones([2, 2, 1, 1]);
const clip = (low: number, high: number) => (x: number) =>
  Number.isNaN(x) ? nan : Math.min(Math.max(x, low), high);

/** Each output of a window of 2 by 2, by definition. */
const windows = (reduce: (window: number[]) => number, stride = 1): number[] => {
  const places = Array.from({ length: Math.floor((6 - 2) / stride) + 1 }, (_, i) => i * stride);
  return places.flatMap((row) =>
    places.map((column) =>
      reduce([0, 1, 6, 7].map((tap) => values[row * 6 + column + tap] ?? nan)),
    ),
  );
};
const sum = (window: number[]): number => window.reduce((a, b) => a + b);

const fused = (activation: "relu" | "relu6") => () =>
  tf.fused.conv2d({ x: image(), filter: filter(), strides: 1, pad: "valid", activation });

const cases: readonly (readonly [string, () => tf.Tensor, number[]])[] = [
  ["relu", () => tf.relu(vector()), values.map(clip(0, Infinity))],
  ["relu6", () => tf.relu6(tf.mul(vector(), 3)), values.map((x) => clip(0, 6)(3 * x))],
  ["clipByValue", () => tf.clipByValue(vector(), -1, 2), values.map(clip(-1, 2))],
  ["maximum, NaN first", () => tf.maximum(vector(), 0), values.map(clip(0, Infinity))],
  ["maximum, NaN second", () => tf.maximum(0, vector()), values.map(clip(0, Infinity))],
  ["minimum, NaN first", () => tf.minimum(vector(), 0), values.map(clip(-Infinity, 0))],
  ["minimum, NaN second", () => tf.minimum(0, vector()), values.map(clip(-Infinity, 0))],
  ["maximum of two", () => tf.maximum(vector(), tf.neg(vector())), values.map(Math.abs)],
  ["max", () => tf.max(vector()), [nan]],
  ["min", () => tf.min(vector()), [nan]],
  ["max pooling", () => tf.maxPool(image(), 2, 1, "valid"), windows((w) => Math.max(...w))],
  [
    "max pooling, stride 2",
    () => tf.maxPool(image(), 2, 2, "valid"),
    windows((w) => Math.max(...w), 2),
  ],
  ["average pooling", () => tf.avgPool(image(), 2, 1, "valid"), windows((w) => sum(w) / 4)],
  ["convolution", () => tf.conv2d(image(), filter(), 1, "valid"), windows(sum)],
  ["convolution with relu", fused("relu"), windows((w) => clip(0, Infinity)(sum(w)))],
  ["convolution with relu6", fused("relu6"), windows((w) => clip(0, 6)(sum(w)))],
  [
    "depthwise convolution with relu",
    () =>
      tf.fused.depthwiseConv2d({
        ...{ x: image(), filter: filter(), strides: 1, pad: "valid" },
        activation: "relu",
      }),
    windows((w) => clip(0, Infinity)(sum(w))),
  ],
  [
    "matrix product with relu",
    () =>
      tf.fused.matMul({
        a: tf.tensor2d([1, nan, 1, -2], [2, 2]),
        b: tf.ones([2, 2]),
        activation: "relu",
      }),
    [nan, nan, 0, 0],
  ],
];

describeOnBackends(
  "NaN",
  () => {
    it.each(cases)("stays in %s", (_, run, expected) => {
      const before = tf.memory().numTensors;
      const actual = tf.tidy(() => Array.from(run().dataSync()));
      expect(actual).toEqual(expected);
      expect(tf.memory().numTensors).toBe(before);
    });
  },
  ["wasm"],
);

describeOnBackends(
  "windows that do not fit",
  () => {
    const small = (): tf.Tensor4D => tf.ones([3, 4, 4, 4]);
    const refused: readonly (readonly [string, () => tf.Tensor])[] = [
      ["conv2d 5x5 on 4x4", () => tf.conv2d(small(), tf.ones([5, 5, 4, 6]), 1, "valid")],
      ["conv2d 1x0", () => tf.conv2d(small(), tf.ones([1, 0, 4, 6]), 1, "valid")],
      ["conv2d, dilated", () => tf.conv2d(small(), tf.ones([2, 2, 4, 6]), 1, "valid", "NHWC", 4)],
      [
        "depthwise",
        () => tf.depthwiseConv2d(small(), tf.ones<tf.Rank.R4>([5, 5, 4, 1]), 1, "valid"),
      ],
      ["maxPool", () => tf.maxPool(small(), 9, 1, "valid")],
      ["avgPool", () => tf.avgPool(small(), [5, 1], 1, "valid")],
      [
        "stock layer",
        () => tf.layers.conv2d({ filters: 2, kernelSize: 5 }).apply(small()) as tf.Tensor,
      ],
    ];
    it.each(refused)("are refused: %s", (_, run) => {
      let thrown: unknown;
      try {
        tf.tidy(run);
      } catch (error) {
        thrown = error;
      }
      expect(BackendError.is(thrown) && thrown.message).toMatch(
        /a window of \d+ by \d+ does not fit into an image of 4 by 4 pixels/,
      );
      const mean = tf.tidy(() =>
        tf
          .mean(tf.conv2d(tf.ones<tf.Rank.R4>([1, 8, 8, 3]), tf.ones([3, 3, 3, 4]), 1, "same"))
          .dataSync(),
      );
      expect(mean[0]).toBeCloseTo(22.6875, 4);
    });
  },
  ["wasm"],
);

describeOnBackends("the gradient of |x|", () => {
  it("is the sign of x, 0 at 0", async () => {
    const x = tf.tensor1d([0, 1, -1, -0, 2.5]);
    const gradient = tf.grad((w) => tf.sum(tf.abs(w)))(x);
    expect(Array.from(await gradient.data(), (value) => value + 0)).toEqual([0, 1, -1, 0, 1]);
    tf.dispose([x, gradient]);
  });
});

/** Gradients for the images against those of Keras's own ops on TensorFlow 2.21, on every backend. */
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing/stock";
import { AugmentationError } from "../errors";
import golden from "../fixtures/gradients.json";
import { RandomFlip, type FlipMode } from "../layers/random-flip";
import { expectValues } from "../test-support/close";
import { projectiveTransform } from "./projective";
import type { FillMode, Interpolation } from "./types";

const shape = golden.shape as [number, number, number, number];
const gradientOf = (run: (images: tf.Tensor4D) => tf.Tensor4D): tf.Tensor =>
  tf.tidy(() => {
    const weights = tf.tensor4d(golden.weights, shape);
    return tf.grad((x) => tf.sum(tf.mul(run(x as tf.Tensor4D), weights)))(
      tf.tensor4d(golden.images, shape),
    );
  });

// TensorFlow inverts matrices in float32: positions are off by a few 1e-6 of a pixel, values by as much of a slope of 2.
const tolerance = 5e-5;

describeOnBackends("the gradient of projectiveTransform", () => {
  for (const [index, example] of golden.cases.entries()) {
    it(`is TensorFlow's: case ${index}, ${example.fill_mode}, ${example.interpolation}`, () =>
      expectNoLeak(() =>
        expectValues(
          gradientOf((images) =>
            projectiveTransform(images, example.matrices, {
              fillMode: example.fill_mode as FillMode,
              interpolation: example.interpolation as Interpolation,
              fillValue: 9,
            }),
          ),
          example.gradient,
          tolerance,
        ),
      ));
  }
});

describeOnBackends("the gradient of RandomFlip", () => {
  for (const { mode, gradient } of golden.flips) {
    it(`is TensorFlow's: ${mode}`, () =>
      expectNoLeak(() => {
        const layer = new RandomFlip({ mode: mode as FlipMode, seed: 7 });
        return expectValues(
          gradientOf((images) => layer.apply(images, { training: true })),
          gradient,
          0, // values are moved
        );
      }));
  }
});

describe("the gradient of projectiveTransform", () => {
  it("is refused for a matrix without inverse, in words", () => {
    const flat = [0, 0, 1, 0, 1, 0, 0, 0];
    let thrown: unknown;
    try {
      gradientOf((images) => projectiveTransform(images, flat)).dispose();
    } catch (error) {
      thrown = error;
    }
    expect(AugmentationError.is(thrown) && thrown.code).toBe("invalid-argument");
    expect(String(thrown)).toMatch(/can be inverted. Received: \[0, 0, 1, 0, 1, 0, 0, 0\]/);
  });
});

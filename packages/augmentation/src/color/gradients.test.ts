/** Gradients of the colour layers for their images against those of TensorFlow 2.21 through Keras's own, on every backend. */
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing/stock";
import type { ImageLayer } from "../base/image-layer";
import golden from "../fixtures/color-gradients.json";
import { maxDifference } from "../test-support/close";
import { camelKeys } from "../test-support/keras-names";
import { layerClass } from "../test-support/layer-classes";

const shape = golden.shape as [number, number, number, number];

// Sums over a small image of float32 products of about 1: some units in a last place each.
const tolerance = 2e-5;

describeOnBackends("the gradient of colour layers", () => {
  for (const [index, example] of golden.cases.entries()) {
    if (example.gradient === null) continue; // the tape has none
    it(`is TensorFlow's: case ${index}, ${example.name}`, () =>
      expectNoLeak(async () => {
        const Layer = layerClass(example.name);
        const layer: ImageLayer<unknown> = new Layer(camelKeys(example.options));
        const images = tf.tensor4d(golden.images, shape);
        const gradient = tf.tidy(() => {
          const weights = tf.tensor4d(golden.weights, shape);
          return tf.grad((x) =>
            tf.sum(tf.mul(layer.apply(x as tf.Tensor4D, { training: true }), weights)),
          )(images);
        });
        const values = await gradient.data();
        tf.dispose([images, gradient]);
        expect(maxDifference(values, example.gradient!)).toBeLessThanOrEqual(tolerance);
      }));
  }
});

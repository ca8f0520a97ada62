/** Several geometric layers as one resampling. */
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { describeOnBackends } from "@flowers-tools/testing/stock";
import {
  AugmentationError,
  geometricPipeline,
  randomFlip,
  randomRotation,
  randomTranslation,
  randomZoom,
  rescaling,
} from "../index";
import { maxDifference } from "../test-support/close";

/** A smooth picture: on it, one resampling and several differ only by the small error of blending twice. */
function smooth(): tf.Tensor4D {
  const [batch, height, width] = [3, 24, 24];
  return tf.tidy(() => {
    const y = tf.reshape(tf.range(0, height), [1, height, 1, 1]);
    const x = tf.reshape(tf.range(0, width), [1, 1, width, 1]);
    return tf.tile(tf.add(tf.mul(x, 4), tf.mul(y, 2)), [batch, 1, 1, 3]) as tf.Tensor4D;
  });
}

describeOnBackends("geometricPipeline", () => {
  it("does what its layers do one after another, in the same order and with the same draws", async () => {
    const make = () => [
      randomFlip({ mode: "horizontal", seed: 1 }),
      randomTranslation({ heightFactor: 0.1, widthFactor: 0.1, seed: 2 }),
      randomRotation({ factor: 0.05, seed: 3 }),
      randomZoom({ heightFactor: 0.1, seed: 4 }),
    ];
    const images = smooth();
    const composed = geometricPipeline(make()).apply(images, { training: true });
    const chained = tf.tidy(() =>
      make().reduce((x, layer) => layer.apply(x, { training: true }), images),
    );
    // Borders are filled at other times; the middle of a linear picture is blended without error.
    const middle = (x: tf.Tensor4D): tf.Tensor4D => tf.slice(x, [0, 8, 8, 0], [3, 8, 8, 3]);
    const [a, b] = [middle(composed), middle(chained)];
    expect(maxDifference(await a.data(), await b.data())).toBeLessThan(1e-2);
    tf.dispose([images, composed, chained, a, b]);
  });
});

it("refuses no layers, other layers, and layers that fill differently", () => {
  const refused = (work: () => unknown): boolean => {
    try {
      work();
      return false;
    } catch (error) {
      return AugmentationError.is(error) && error.code === "invalid-argument";
    }
  };
  expect(refused(() => geometricPipeline([]))).toBe(true);
  expect(refused(() => geometricPipeline([rescaling({ scale: 1 }) as never]))).toBe(true);
  const wrapping = randomZoom({ heightFactor: 0.1, fillMode: "wrap" });
  expect(refused(() => geometricPipeline([randomRotation({ factor: 0.1 }), wrapping]))).toBe(true);
});

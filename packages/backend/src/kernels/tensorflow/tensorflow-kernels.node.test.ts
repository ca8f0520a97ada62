import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "../../use-backend";

/** What `work` gives on plain JavaScript, as numbers; leaves the current backend as it was. */
async function onCpu(work: () => tf.Tensor): Promise<number[]> {
  const current = tf.getBackend();
  await tf.setBackend("cpu");
  const result = tf.tidy(work);
  const data = Array.from(await result.data());
  result.dispose();
  await tf.setBackend(current);
  return data;
}

function expectClose(
  received: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
): void {
  expect(received.length).toBe(expected.length);
  const worst = expected.reduce(
    (max, value, i) => Math.max(max, Math.abs(value - received[i]!)),
    0,
  );
  expect(worst).toBeLessThanOrEqual(tolerance);
}

describeOnBackends(
  "the gradient of relu",
  () => {
    it("is dy where x > 0 and 0 elsewhere, at 0 too", async () => {
      await expectNoLeak(() => {
        const values = tf.tidy(() => {
          const x = tf.tensor1d([-2, -0, 0, 1e-20, 3]);
          const dy = tf.tensor1d([1, 2, 3, 4, 5]);
          return tf
            .grad((t: tf.Tensor) => tf.relu(t))(x, dy)
            .dataSync();
        });
        expect(Array.from(values)).toEqual([0, 0, 0, 4, 5]);
      });
    });

    it("has a gradient of its own", async () => {
      await expectNoLeak(() => {
        const values = tf.tidy(() => {
          const second = tf.grad((t: tf.Tensor) =>
            tf.sum(tf.mul(t, tf.grad((u: tf.Tensor) => tf.sum(tf.square(tf.relu(u))))(t))),
          );
          return second(tf.tensor1d([-1, 2, 3])).dataSync();
        });
        // d/dx (x * 2 relu(x)) = 4x for x > 0.
        expect(Array.from(values)).toEqual([0, 8, 12]);
      });
    });
  },
  ["cpu", "wasm", "tensorflow"],
);

describeOnBackends(
  "the gradient of max pooling",
  () => {
    const cases = [
      { size: [2, 2], strides: [2, 2], pad: "valid", shape: [2, 9, 7, 3] },
      { size: [2, 2], strides: [2, 2], pad: "same", shape: [2, 9, 7, 3] },
      { size: [3, 3], strides: [2, 1], pad: "same", shape: [1, 8, 8, 5] },
      { size: [3, 2], strides: [1, 1], pad: "valid", shape: [3, 5, 6, 17] },
    ] as const;
    it.each(cases)("agrees with plain JavaScript: $size $strides $pad $shape", async (pool) => {
      const gradient = (): tf.Tensor => {
        // Whole numbers below 4, and relu: many ties, most of them at 0, as in a real network.
        const x = tf.relu(tf.floor(tf.randomUniform([...pool.shape], -4, 4, "float32", 7)));
        const pooled = (t: tf.Tensor): tf.Tensor =>
          tf.maxPool(t as tf.Tensor4D, [...pool.size], [...pool.strides], pool.pad);
        const dy = tf.randomUniform(pooled(x).shape, -1, 1, "float32", 8);
        return tf.grad(pooled)(x, dy);
      };
      const expected = await onCpu(gradient);
      await expectNoLeak(async () => {
        const result = tf.tidy(gradient);
        // Where windows overlap up to six float32 values are added in another order.
        expectClose(await result.data(), expected, 1e-6);
        result.dispose();
      });
    });
  },
  ["tensorflow"],
);

describeOnBackends(
  "Transform",
  () => {
    const modes = ["constant", "reflect", "wrap", "nearest"] as const;
    it.each(modes)(
      "with fill mode %s, moves each image by its own row of numbers",
      async (mode) => {
        await expectNoLeak(() => {
          const values = tf.tidy(() => {
            const image = tf.tensor4d([1, 2, 3, 10, 20, 30], [2, 1, 3, 1]);
            const shift = (x: number): number[] => [1, 0, x, 0, 1, 0, 0, 0];
            const transforms = tf.tensor2d([shift(-2), shift(2)]);
            return tf.image.transform(image, transforms, "nearest", mode, 9).dataSync();
          });
          const expected = {
            constant: [9, 9, 1, 30, 9, 9],
            reflect: [2, 1, 1, 30, 30, 20],
            // TensorFlow's period is the width less one (image_ops.h, MapCoordinate<WRAP>), then it clamps.
            wrap: [3, 3, 1, 30, 10, 10],
            nearest: [1, 1, 1, 30, 30, 30],
          };
          expect(Array.from(values)).toEqual(expected[mode]);
        });
      },
    );

    it("interpolates, and resizes to outputShape", async () => {
      await expectNoLeak(() => {
        const result = tf.tidy(() => {
          const image = tf.tensor4d([0, 10, 20, 30], [1, 2, 2, 1]);
          const half = tf.tensor2d([[1, 0, 0.5, 0, 1, 0.5, 0, 0]]);
          const output = tf.image.transform(image, half, "bilinear", "nearest", 0, [1, 2]);
          return { shape: output.shape, values: Array.from(output.dataSync()) };
        });
        expect(result).toEqual({ shape: [1, 1, 2, 1], values: [15, 20] });
      });
    });
  },
  ["tensorflow"],
);

describe("a switch of backends", () => {
  beforeEach(async () => {
    await useBackend("cpu");
  });
  afterEach(async () => {
    await useBackend("cpu");
  });

  it("leaves the gradient of relu right on plain JavaScript", () => {
    const values = tf.tidy(() =>
      tf
        .grad((t: tf.Tensor) => tf.relu(t))(tf.tensor1d([-1, 5]))
        .dataSync(),
    );
    expect(Array.from(values)).toEqual([0, 1]);
  });
});

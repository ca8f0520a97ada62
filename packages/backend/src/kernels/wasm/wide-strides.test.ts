// Windows that move farther than they reach, on every backend against plain JavaScript's.
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";

const wave = (shape: number[]): tf.Tensor4D =>
  tf.tensor<tf.Rank.R4>(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(i * 1.3 + 1)),
    shape as [number, number, number, number],
  );

type Make = (
  size: [number, number],
  strides: [number, number],
  image: tf.Tensor4D,
  pad: "same" | "valid",
) => tf.Tensor;

const operations: Readonly<Record<string, Make>> = {
  conv2d: (size, strides, x, pad) => tf.conv2d(x, wave([...size, 3, 4]), strides, pad),
  "conv2d with bias and relu": (size, strides, x, pad) =>
    tf.fused.conv2d({
      ...{ x, filter: wave([...size, 3, 4]), strides, pad },
      ...{ bias: tf.tensor1d([0.1, -0.2, 0.3, 0]), activation: "relu" },
    }),
  depthwiseConv2d: (size, [down], x, pad) =>
    tf.depthwiseConv2d(x, wave([...size, 3, 2]), down, pad),
  "depthwiseConv2d with relu6": (size, [down], x, pad) =>
    tf.fused.depthwiseConv2d({
      ...{ x, filter: wave([...size, 3, 1]), strides: down, pad },
      activation: "relu6",
    }),
  maxPool: (size, strides, x, pad) => tf.maxPool(x, size, strides, pad),
  avgPool: (size, strides, x, pad) => tf.avgPool(x, size, strides, pad),
  conv2dTranspose: (size, strides, x) => {
    const shape: [number, number, number, number] = [2, 8 * strides[0], 7 * strides[1], 2];
    return tf.conv2dTranspose(x, wave([...size, 2, 3]), shape, strides, "same");
  },
};

const windows: readonly [[number, number], [number, number]][] = [
  [
    [2, 2],
    [3, 3],
  ],
  [
    [1, 1],
    [3, 3],
  ],
  [
    [3, 3],
    [5, 5],
  ],
  [
    [2, 3],
    [4, 4],
  ],
  [
    [3, 1],
    [2, 2],
  ],
];

/** What plain JavaScript gives, by operation and window. */
const expected = new Map<string, Float32Array>();

describeOnBackends("a stride wider than the window", (backend) => {
  it.each(Object.keys(operations))("%s", async (name) => {
    for (const [size, strides] of windows) {
      for (const pad of ["same", "valid"] as const) {
        await expectNoLeak(async () => {
          const y = tf.tidy(() => operations[name]?.(size, strides, wave([2, 8, 7, 3]), pad));
          const values = (await y?.data()) as Float32Array;
          tf.dispose(y);
          const key = `${name} ${size.join()} ${strides.join()} ${pad}`;
          if (backend === "cpu") expected.set(key, values);
          const right = expected.get(key) ?? new Float32Array();
          expect(values.length).toBe(right.length);
          values.forEach((value, i) => {
            expect(Math.abs(value - (right[i] ?? NaN)), `${key}: ${i}`).toBeLessThan(1e-4);
          });
        });
      }
    }
  });
});

// The gradients that a Keras-style network takes on wasm: each against the cpu backend's, and whole training runs.
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../use-backend";
import { registerWasmKernels } from "./index";

beforeAll(async () => {
  registerWasmKernels();
  registerWasmKernels(); // idempotent
  await useBackend("wasm");
});

type Case = [string, number[], (x: tf.Tensor) => tf.Tensor];
const random = (shape: number[], seed: number) => tf.randomUniform(shape, -2, 2, "float32", seed);
const image = [2, 7, 5, 6];

const cases: Case[] = [
  ["relu", image, (x) => tf.relu(x)],
  ["relu6", image, (x) => tf.relu6(tf.mul(x, 5))],
  ["leakyRelu", image, (x) => tf.leakyRelu(x)],
  ["elu", image, (x) => tf.elu(x)],
  ["selu", image, (x) => tf.selu(x)],
  ["sigmoid", image, (x) => tf.sigmoid(x)],
  ["tanh", image, (x) => tf.tanh(x)],
  ["softplus", image, (x) => tf.softplus(x)],
  ["softmax", [4, 5], (x) => tf.softmax(x)],
  ["logSoftmax", [4, 5], (x) => tf.logSoftmax(x)],
  ["avgPool", image, (x) => tf.avgPool(x as tf.Tensor4D, 2, 2, "same")],
  ["maxPool 2 same", image, (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "same")],
  ["maxPool 2 valid", image, (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid")],
  ["maxPool 3 stride 2", image, (x) => tf.maxPool(x as tf.Tensor4D, 3, 2, "same")],
  ["maxPool 3 stride 1", image, (x) => tf.maxPool(x as tf.Tensor4D, 3, 1, "same")],
  ["maxPool with ties", image, (x) => tf.maxPool(tf.relu(x) as tf.Tensor4D, 2, 2, "same")],
  ["bias", [6], (b) => tf.add(random(image, 5), b)],
  ["dense", [9, 7], (x) => tf.matMul(x as tf.Tensor2D, random([7, 11], 5) as tf.Tensor2D)],
  ["dense weights", [7, 11], (w) => tf.matMul(random([9, 7], 5) as tf.Tensor2D, w as tf.Tensor2D)],
  ["matMul batch", [2, 3, 5, 4], (x) => tf.matMul(x, random([2, 3, 6, 4], 5), false, true)],
  ["matMul A transposed", [5, 4], (x) => tf.matMul(x, random([5, 6], 5), true, false)],
  ["gather", [5, 3], (x) => tf.gather(x, tf.tensor1d([4, 0, 4, 2], "int32"))],
  ["gather on axis 1", [2, 5, 3], (x) => tf.gather(x, tf.tensor1d([4, 0, 4], "int32"), 1)],
  ["global average", image, (x) => tf.mean(x, [1, 2])],
  ["l2", [5, 3], (x) => tf.sum(tf.square(x))],
  ["dropout", image, (x) => tf.dropout(x, 0.5, undefined, 7)],
  [
    "concat, pad, slice",
    image,
    (x) =>
      tf.slice(
        tf.pad(tf.concat([x, x], 3), [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ]),
        0,
        [1, -1, -1, 4],
      ),
  ],
  [
    "batch norm",
    image,
    (x) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return tf.batchNorm(
        x,
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        random([6], 8) as tf.Tensor1D,
        random([6], 9) as tf.Tensor1D,
      );
    },
  ],
];

describe("gradients on wasm equal the cpu backend's", () => {
  it.each(cases)("%s", async (_, shape, f) => {
    const run = () =>
      tf.tidy(() => {
        const x = random(shape, 11);
        const y = f(x);
        const dy = random(y.shape, 12);
        return { y: y.dataSync(), dx: tf.grad(f)(x, dy).dataSync() };
      });
    await tf.setBackend("cpu");
    const expected = run();
    await useBackend("wasm");
    const before = tf.memory().numTensors;
    const actual = run();
    expect(tf.memory().numTensors).toBe(before);
    const scale = Math.max(1, ...expected.dx.map(Math.abs));
    // float32 sums in another order, and tanh and exp approximated by another library
    actual.y.forEach((v, i) => expect(Math.abs(v - expected.y[i]!)).toBeLessThan(1e-4));
    actual.dx.forEach((v, i) => expect(Math.abs(v - expected.dx[i]!)).toBeLessThan(1e-4 * scale));
  });

  it("of relu can be taken twice", () => {
    const x = tf.tensor1d([-1, 2, 3]);
    const twice = tf.grad((t: tf.Tensor) =>
      tf.sum(tf.square(tf.grad((u: tf.Tensor) => tf.square(tf.relu(u)))(t))),
    );
    expect([...twice(x).dataSync()]).toEqual([0, 16, 24]); // d/dx (2x)^2 = 8x where x > 0
    x.dispose();
  });
});

/** Losses of 20 Adam steps of a small convolutional network, the same start on every backend. */
function losses(): number[] {
  const init = (seed: number) => tf.initializers.glorotUniform({ seed });
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [16, 17, 3],
        filters: 8,
        kernelSize: 3,
        padding: "same",
        activation: "relu",
        kernelInitializer: init(1),
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({
        filters: 16,
        kernelSize: 3,
        strides: 2,
        padding: "same",
        activation: "relu",
        kernelInitializer: init(2),
      }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 12, activation: "relu", kernelInitializer: init(3) }),
      tf.layers.dense({ units: 5, kernelInitializer: init(4) }),
    ],
  });
  const optimizer = tf.train.adam(0.003);
  const result: number[] = [];
  const x = random([8, 16, 17, 3], 21);
  const y = tf.oneHot(tf.tensor1d([0, 1, 2, 3, 4, 0, 1, 2], "int32"), 5);
  let steady = 0;
  for (let i = 0; i < 20; i++) {
    const loss = optimizer.minimize(
      () =>
        tf.losses.softmaxCrossEntropy(
          y,
          model.apply(x, { training: true }) as tf.Tensor,
        ) as tf.Scalar,
      true,
    );
    result.push(loss!.dataSync()[0]!);
    loss!.dispose();
    if (i === 1) steady = tf.memory().numTensors;
  }
  expect(tf.memory().numTensors).toBe(steady);
  tf.dispose([x, y]);
  optimizer.dispose();
  model.dispose();
  return result;
}

describe("training on wasm", () => {
  it("has the cpu backend's losses over 20 steps", async () => {
    await tf.setBackend("cpu");
    const expected = losses();
    await useBackend("wasm");
    const actual = losses();
    expect(expected[19]!).toBeLessThan(expected[0]! * 0.8);
    actual.forEach((loss, i) => expect(Math.abs(loss - expected[i]!)).toBeLessThan(1e-4));
  });
});

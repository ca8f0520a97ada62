// tf.image.transform on cpu and wasm against TensorFlow's own numbers, alone and in a batch.
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../use-backend";
import { registerWasmKernels } from "../wasm";
import affine from "./fixtures/affine.json";
import { registerCpuTransform } from "./transform";

beforeAll(() => {
  registerCpuTransform();
  registerWasmKernels();
});

const [height, width] = affine.input_shape as [number, number, number];
const size = height * width;

describe.each(["cpu", "wasm"] as const)("Transform on %s", (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  it.each(affine.cases.map((c, i) => [i, c.fill_mode, c.interpolation, c] as const))(
    "case %i, %s, %s, in a batch of different images and transforms",
    (_, mode, interpolation, golden) => {
      const before = tf.memory().numTensors;
      const out = tf.tidy(() => {
        const image = tf.tensor4d(affine.input, [1, height, width, 1]);
        const images = tf.concat([tf.zerosLike(image), image], 0) as tf.Tensor4D;
        const transforms = tf.tensor2d([[1, 0, 0, 0, 1, 0, 0, 0], golden.transform]);
        return tf.image
          .transform(
            images,
            transforms,
            interpolation as "nearest",
            mode as "wrap",
            golden.fill_value,
          )
          .dataSync();
      });
      expect(tf.memory().numTensors).toBe(before);
      out.subarray(0, size).forEach((v) => expect(v).toBe(0));
      // bilinear weights of coordinates rounded to float32, times values up to 255
      golden.out.flat(3).forEach((v, i) => expect(Math.abs(out[size + i]! - v)).toBeLessThan(1e-3));
    },
  );
});

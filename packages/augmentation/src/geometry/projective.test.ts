/** The projective transform against TensorFlow's own outputs, on every backend. */
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { type BackendName, describeOnBackends, expectNoLeak } from "@flowers-tools/testing/stock";
import { AugmentationError } from "../errors";
import affine from "../fixtures/affine.json";
import { expectValues } from "../test-support/close";
import { composedProjective } from "./composed-projective";
import { projectiveTransform } from "./projective";
import type { FillMode, Interpolation } from "./types";

// cpu and wasm follow TensorFlow's float32 operations one by one, native is TensorFlow's own kernel: bit for bit.
// Shaders may contract or reorder the arithmetic of a coordinate: an error of 1e-6 of a pixel times a contrast of 255.
const tolerance: Record<BackendName, number> = {
  cpu: 0,
  wasm: 0,
  tensorflow: 0,
  webgl: 2e-3,
  webgpu: 2e-3,
};

const [height, width, channels] = affine.input_shape as [number, number, number];
const image = (): tf.Tensor4D => tf.tensor4d(affine.input, [1, height, width, channels]);

describeOnBackends("projectiveTransform", (backend) => {
  for (const [index, example] of affine.cases.entries()) {
    const fillMode = example.fill_mode as FillMode;
    const interpolation = example.interpolation as Interpolation;
    it(`gives TensorFlow's pixels: case ${index}, ${fillMode}, ${interpolation}`, async () => {
      const input = image();
      const sampling = { fillMode, interpolation, fillValue: example.fill_value };
      await expectNoLeak(() =>
        expectValues(
          projectiveTransform(input, example.transform, sampling),
          example.out,
          tolerance[backend],
        ),
      );
      input.dispose();
    });
  }
});

describe("composedProjective", () => {
  it("gives TensorFlow's pixels from stock ops alone", async () => {
    await tf.setBackend("cpu");
    for (const example of affine.cases) {
      const input = image();
      await expectNoLeak(() =>
        expectValues(
          composedProjective(input, {
            matrices: Float32Array.from(example.transform),
            fillMode: example.fill_mode as FillMode,
            interpolation: example.interpolation as Interpolation,
            fillValue: example.fill_value,
          }),
          example.out,
          1e-4, // four products are added in another order
        ),
      );
      input.dispose();
    }
  });
});

describe("projectiveTransform", () => {
  it("refuses matrices that do not fit or are not finite", () => {
    const input = image();
    const code = (work: () => unknown): unknown => {
      try {
        work();
      } catch (error) {
        return AugmentationError.is(error) ? error.code : error;
      }
      return undefined;
    };
    expect(code(() => projectiveTransform(input, [1, 0, 0]))).toBe("invalid-argument");
    expect(code(() => projectiveTransform(input, [1, 0, Number.NaN, 0, 1, 0, 0, 0]))).toBe(
      "invalid-argument",
    );
    input.dispose();
  });
});

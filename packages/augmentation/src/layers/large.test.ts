/** All backends give the same pixels on pictures of a usual size, where positions lie far from the origin. */
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { describeOnBackends } from "@flowers-tools/testing/stock";
import { resample } from "../geometry/resample";
import { rotationMatrices } from "../geometry/matrices";
import { projectiveTransform } from "../geometry/projective";
import { fillModes } from "../geometry/types";
import { maxDifference } from "../test-support/close";

const size = { batch: 2, height: 96, width: 120, channels: 3 };

/** A picture of hard contrasts, so that an error of position is seen. */
const pixels = Float32Array.from({ length: 2 * 96 * 120 * 3 }, (_, i) => (i * 7919) % 256);

describeOnBackends("projectiveTransform of a large picture", (backend) => {
  for (const fillMode of fillModes) {
    it(`agrees with the scalar reference, ${fillMode}`, async () => {
      const options = { fillMode, interpolation: "bilinear", fillValue: 7 } as const;
      const matrices = rotationMatrices(Float32Array.of(33, -71), size.height, size.width);
      const expected = new Float32Array(pixels.length);
      resample(pixels, expected, size, matrices, options);
      const images = tf.tensor4d(pixels, [size.batch, size.height, size.width, size.channels]);
      const output = projectiveTransform(images, matrices, options);
      const difference = maxDifference(await output.data(), expected);
      // On GPUs a position of about 100 has an error of about 1e-5 pixels, times a contrast of 255.
      expect(difference).toBeLessThanOrEqual(
        backend === "webgl" || backend === "webgpu" ? 0.02 : 0,
      );
      tf.dispose([images, output]);
    });
  }
});

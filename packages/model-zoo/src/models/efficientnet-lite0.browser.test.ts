/** EfficientNet-Lite0 in a page beside real Keras, with the weights that a page loads by their address. */
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import keras from "../fixtures/efficientnet-lite0/keras.json";
import { efficientNetLite0 } from "../index";

/** The second image of the golden script. */
function image(): tf.Tensor4D {
  const values = new Float32Array(224 * 224 * 3);
  for (let i = 0; i < 224 * 224; i++) {
    const [y, x] = [Math.floor(i / 224), i % 224];
    const waves = ((Math.sin(y / 9) + Math.cos(x / 7) + 2) / 4) * 255;
    values.set(
      [Math.round((y / 223) * 255), Math.round((x / 223) * 255), Math.round(waves)],
      i * 3,
    );
  }
  return tf.tensor4d(values, [1, 224, 224, 3]);
}

describeOnBackends(
  "the features of EfficientNet-Lite0 in a page",
  (backend) => {
    it("are Keras's from the packaged weights within 1e-4", async () => {
      await expectNoLeak(async () => {
        const model = await efficientNetLite0({ weights: "imagenet", pooling: "avg" });
        const features = tf.tidy(() => model.predict(image()) as tf.Tensor);
        const values = await features.data();
        const expected = keras.float16[1] ?? [];
        const farthest = expected.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - Number(values[i]))),
          0,
        );
        expect(farthest, backend).toBeLessThan(1e-4);
        features.dispose();
        model.dispose();
      });
    });
  },
  ["webgl", "webgpu"],
);

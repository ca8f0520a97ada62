/** Layers whose channels-first form Keras cannot run on a CPU: held to their channels-last form. */
import * as tf from "@tensorflow/tfjs";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { conv2dTranspose } from "./conv2d-transpose";

describeOnBackends("layers with channels first", () => {
  // Keras on a CPU cannot run these; they give what channels last give, turned.
  it.each([
    ["conv2dTranspose", { filters: 3, kernelSize: 3, strides: 2, padding: "same" }],
    ["conv2dTranspose", { filters: 2, kernelSize: 2, dilationRate: 2 }],
  ] as const)("%s %o", async (_, options) => {
    await expectNoLeak(async () => {
      const values = Float32Array.from({ length: 160 }, (_, i) => Math.sin(i * 1.3 + 1));
      const x = tf.tensor4d(values, [2, 5, 4, 4]);
      const last = conv2dTranspose(options);
      const first = conv2dTranspose({ ...options, dataFormat: "channelsFirst" });
      const [expected, received] = tf.tidy(() => {
        const y = last.apply(x) as tf.Tensor;
        const turned = tf.transpose(x, [0, 3, 1, 2]);
        first.apply(turned);
        first.setWeights(last.getWeights());
        return [tf.transpose(y, [0, 3, 1, 2]), first.apply(turned) as tf.Tensor];
      });
      expect(received.shape).toEqual(expected.shape);
      expect(await received.data()).toEqual(await expected.data());
      tf.dispose([x, expected, received]);
      last.dispose();
      first.dispose();
    });
  });
});

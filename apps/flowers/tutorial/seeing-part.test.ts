import { setRandomSeed } from "@flowers/random";
import { featureExtractor } from "@flowers/model-zoo";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { headOptions } from "./head";
import { seeingPart } from "./seeing-part";

beforeAll(() => tf.setBackend("cpu"));

it("gives the features of the base under a head, to the last bit", async () => {
  setRandomSeed(3);
  const base = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 6, kernelSize: 3, activation: "relu6" }),
      tf.layers.batchNormalization(),
      tf.layers.globalAveragePooling2d({}),
    ],
  });
  const model = featureExtractor(base, { numClasses: 3, ...headOptions });
  const picture = tf.randomUniform<tf.Rank.R4>([2, 8, 8, 3], 0, 255, "float32", 5);
  const features = seeingPart(model).apply(picture, { training: false }) as tf.Tensor;
  const plain = base.apply(picture, { training: false }) as tf.Tensor;
  expect(features.shape).toEqual([2, 6]);
  expect(await features.data()).toEqual(await plain.data());
  tf.dispose([picture, features, plain]);
  model.dispose();
});

it("says that a model without such features has none", () => {
  const model = tf.sequential({
    layers: [tf.layers.conv2d({ inputShape: [4, 4, 3], filters: 2, kernelSize: 4 })],
  });
  expect(() => seeingPart(model)).toThrow("no features without places");
  model.dispose();
});

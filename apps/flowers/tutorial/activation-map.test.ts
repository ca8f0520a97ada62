import {
  conv2d,
  dense,
  featureExtractor,
  globalAveragePooling2d,
  threeBlockCnn,
} from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { activationMap, askable } from "./activation-map";

beforeAll(() => tf.setBackend("cpu"));

const picture = (size: number): tf.Tensor4D =>
  tf.randomUniform([1, size, size, 3], 0, 255, "float32", 3);

/** Grad-CAM by differences: the logit's change when one feature is moved a little, for every feature. */
async function byDifferences(
  tail: tf.LayersModel,
  features: tf.Tensor4D,
  classIndex: number,
): Promise<number[]> {
  const [, height, width, channels] = features.shape;
  const values = Float32Array.from(await features.data());
  const logit = (changed: Float32Array): number =>
    tf.tidy(() => {
      const answer = tail.apply(tf.tensor4d(changed, features.shape), { training: false });
      return (answer as tf.Tensor2D).arraySync()[0]?.[classIndex] ?? Number.NaN;
    });
  const weights = new Array<number>(channels).fill(0);
  const step = 2e-3;
  for (let at = 0; at < values.length; at++) {
    const moved = (by: number): Float32Array =>
      values.map((value, i) => (i === at ? value + by : value));
    const slope = (logit(moved(step)) - logit(moved(-step))) / (2 * step);
    weights[at % channels] = (weights[at % channels] ?? 0) + slope / (height * width);
  }
  const map = Array.from({ length: height * width }, (_, place) =>
    Math.max(
      0,
      weights.reduce((sum, weight, c) => sum + weight * (values[place * channels + c] ?? 0), 0),
    ),
  );
  const most = Math.max(...map);
  return most > 0 ? map.map((value) => value / most) : map;
}

describe("where a network looked", () => {
  for (const augmentation of [false, true]) {
    it(`is Grad-CAM on the last convolution of the ${augmentation ? "augmented" : "plain"} CNN, as differences give it`, async () => {
      setRandomSeed(11);
      const model = threeBlockCnn({
        imageSize: [16, 16],
        numClasses: 3,
        filters: [2, 3, 4],
        denseUnits: 6,
        ...(augmentation ? { augmentation: true, dropout: 0.2 } : {}),
      });
      // All features above 0, and none like its neighbour: at a kink a difference says nothing of the gradient.
      const last = model.getLayer("conv2d_2");
      last.setWeights([last.getWeights()[0] as tf.Tensor, tf.fill([4], 2)]);
      const asked = askable(model);
      expect(asked.tail.layers[1]?.name).toBe("max_pooling2d_2");
      const xs = picture(16);
      const features = asked.stem.apply(xs, { training: false }) as tf.Tensor4D;
      expect(features.shape).toEqual([1, 4, 4, 4]);
      for (const classIndex of [0, 1, 2]) {
        const { width, height, values } = await activationMap(asked, xs, classIndex);
        expect([width, height]).toEqual([4, 4]);
        const plain = await byDifferences(asked.tail, features, classIndex);
        // float32 logits of about 1, divided by steps of 0.004
        for (const [i, value] of values.entries()) expect(value).toBeCloseTo(plain[i] ?? -1, 2);
      }
      tf.dispose([xs, features]);
      asked.dispose();
      model.dispose();
    });
  }

  it("is the class activation map where averaged features meet a dense layer", async () => {
    setRandomSeed(4);
    const input = tf.input({ shape: [12, 12, 3] });
    const convolved = conv2d({ filters: 5, kernelSize: 3, strides: 2, activation: "relu" }).apply(
      input,
    );
    const pooled = globalAveragePooling2d({ name: "pooled" }).apply(convolved as tf.SymbolicTensor);
    const base = tf.model({ inputs: input, outputs: pooled as tf.SymbolicTensor });
    const model = featureExtractor(base, { numClasses: 4, dropout: 0.2, cutAt: "pooled" });
    const asked = askable(model);
    const xs = picture(12);
    const features = (asked.stem.apply(xs) as tf.Tensor4D).arraySync()[0] ?? [];
    const [kernel] = model.getLayer("head_outputs").getWeights();
    const spoken: number[] = [];
    for (const classIndex of [0, 1, 2, 3]) {
      const { width, height, values } = await activationMap(asked, xs, classIndex);
      expect([width, height]).toEqual([5, 5]);
      const weights = (kernel as tf.Tensor2D).arraySync().map((row) => row[classIndex] ?? 0);
      const plain = features.flatMap((row) =>
        row.map((place) =>
          Math.max(
            0,
            place.reduce((sum, v, c) => sum + v * (weights[c] ?? 0), 0),
          ),
        ),
      );
      const most = Math.max(...plain) || 1;
      for (const [i, value] of values.entries())
        expect(value).toBeCloseTo((plain[i] ?? -1) / most, 4);
      spoken.push(...values);
    }
    expect(Math.max(...spoken)).toBe(1);
  });

  it("finds the half of a picture that decides", async () => {
    const input = tf.input({ shape: [8, 8, 3] });
    const bright = tf.layers.conv2d({ filters: 1, kernelSize: 1, useBias: false, name: "bright" });
    const flat = tf.layers.flatten().apply(bright.apply(input)) as tf.SymbolicTensor;
    const outputs = dense({ units: 2, name: "answers" }).apply(flat) as tf.SymbolicTensor;
    const model = tf.model({ inputs: input, outputs });
    bright.setWeights([tf.ones([1, 1, 3, 1])]);
    model.getLayer("answers").setWeights([tf.ones([64, 2]), tf.zeros([2])]);
    const left = tf.tidy(() =>
      tf.concat([tf.ones([1, 8, 4, 3]), tf.zeros([1, 8, 4, 3])], 2),
    ) as tf.Tensor4D;
    const { values } = await activationMap(askable(model), left, 0);
    expect(values).toEqual(Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 1 : 0)));
  });

  it("keeps no tensor", async () => {
    const model = threeBlockCnn({ imageSize: [16, 16], numClasses: 2, filters: [2, 2, 2] });
    const xs = picture(16);
    const before = tf.memory().numTensors;
    const asked = askable(model);
    await activationMap(asked, xs, 1);
    await activationMap(asked, xs, 0);
    expect(tf.memory().numTensors).toBe(before);
    asked.dispose();
    model.dispose();
  });

  it("says that a model without places cannot tell", () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4] })] });
    expect(() => askable(model)).toThrow("no features by place");
  });
});

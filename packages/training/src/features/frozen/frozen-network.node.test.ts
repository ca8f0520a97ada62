/** A frozen network, folded and in shares, beside the network itself, for every way in which layers may follow each other. */
import * as tf from "@tensorflow/tfjs";
import { batchNormalization, conv2d, depthwiseConv2d, reLU } from "@flowers/model-zoo";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing";
import { expect, it } from "vitest";
import { FrozenNetwork } from "./frozen-network";

type Layer = tf.layers.Layer;
const shape = [9, 11, 3];

/** Weights that no two layers have alike, variances positive. */
function fill(model: tf.LayersModel): tf.LayersModel {
  model.layers.forEach((layer, k) => {
    const values = layer.weights.map((weight, place) => {
      const size = weight.shape.reduce<number>((all, each) => all * (each ?? 1), 1);
      const isVariance = weight.originalName.includes("variance");
      const at = (i: number): number => Math.sin(i * 7 + place * 3 + k) * 0.5;
      const data = Float32Array.from({ length: size }, (_, i) => at(i) + (isVariance ? 0.75 : 0));
      return tf.tensor(data, weight.shape as number[]);
    });
    layer.setWeights(values);
    tf.dispose(values);
  });
  return model;
}

const chain = (...layers: Layer[]): tf.LayersModel => chainOf(shape, ...layers);

const chainOf = (imageShape: number[], ...layers: Layer[]): tf.LayersModel => {
  const input = tf.input({ shape: imageShape });
  const output = layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
  return tf.model({ inputs: input, outputs: output });
};

/** The input added to what a normalization gives, which its activation reads too: nothing may fold past the fork. */
function forked(): tf.LayersModel {
  const input = tf.input({ shape });
  const convolved = conv2d({ filters: 3, kernelSize: 3, padding: "same" }).apply(input);
  const normal = batchNormalization().apply(convolved as never) as tf.SymbolicTensor;
  const active = reLU({ maxValue: 6 }).apply(normal) as tf.SymbolicTensor;
  const sum = tf.layers.add().apply([input, normal, active]) as tf.SymbolicTensor;
  const twice = conv2d({ filters: 2, kernelSize: 1 }).apply(sum) as tf.SymbolicTensor;
  const outputs = tf.layers.concatenate().apply([twice, twice]) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs });
}

const networks: readonly [string, () => tf.LayersModel][] = [
  [
    "convolution, normalization, relu6",
    () =>
      chain(
        conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: "same", useBias: false }),
        batchNormalization({ epsilon: 0.01 }),
        reLU({ maxValue: 6 }),
      ),
  ],
  [
    "tfjs's own layers, with a bias, without scale",
    () =>
      chain(
        tf.layers.conv2d({ filters: 4, kernelSize: [3, 2], padding: "valid" }),
        tf.layers.batchNormalization({ scale: false }),
        tf.layers.activation({ activation: "relu" }),
        tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: "same" }),
        tf.layers.batchNormalization({ center: false }),
        tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
      ),
  ],
  [
    "channels by themselves, strides, an activation without normalization",
    () =>
      chain(
        depthwiseConv2d({ kernelSize: 5, strides: 2, padding: "same", useBias: false }),
        batchNormalization(),
        conv2d({ filters: 3, kernelSize: 1 }),
        reLU(),
      ),
  ],
  [
    "what does not fold: dilation, groups, an activation inside, a slope, another axis",
    () =>
      chain(
        conv2d({ filters: 4, kernelSize: 3, dilationRate: 2, padding: "same" }),
        batchNormalization(),
        conv2d({ filters: 4, kernelSize: 3, groups: 2 }),
        batchNormalization({ axis: 1 }),
        conv2d({ filters: 2, kernelSize: 1, activation: "relu" }),
        batchNormalization(),
        reLU({ negativeSlope: 0.1 }),
      ),
  ],
  ["a fork", forked],
  [
    "images and what is made of them as large as those of photos",
    () =>
      chainOf(
        [128, 128, 3],
        tf.layers.rescaling({ scale: 1 / 2, offset: 0.25 }),
        conv2d({ filters: 4, kernelSize: 3, padding: "same", useBias: false }),
        batchNormalization(),
        reLU({ maxValue: 6 }),
        tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
      ),
  ],
];

/** float32 sums in another order; values are up to about 10. */
const tolerance = 2e-5;

describeOnBackends("FrozenNetwork", () => {
  it.each(networks)("gives the network's outputs: %s", async (_, make) => {
    await expectNoLeak(async () => {
      const network = fill(make());
      const frozen = new FrozenNetwork(network);
      for (const count of [3, 19, 16]) {
        const [, ...imageShape] = (network.inputs[0]?.shape ?? []) as number[];
        const images = tf.randomUniform([count, ...imageShape], 0, 3, "float32", count);
        const [expected, found] = tf.tidy(() => [
          network.predict(images) as tf.Tensor,
          frozen.run(images),
        ]) as [tf.Tensor, tf.Tensor];
        expect(found.shape).toEqual(expected.shape);
        const farthest = tf.tidy(() => tf.max(tf.abs(tf.sub(found, expected))));
        expect((await farthest.data())[0]).toBeLessThan(tolerance);
        tf.dispose([images, expected, found, farthest]);
      }
      frozen.dispose();
      network.dispose();
    });
  });
});

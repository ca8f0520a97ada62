/** Python's Keras opens what we save of our own layers, and predicts the same. Skipped by name without it. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromLayersModel, readKeras, toLayersModel, writeKeras } from "@flowers/keras-format";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import * as zoo from "./index";

const python = process.env["KERAS_PYTHON"];

const everyArgument = (): tf.Sequential =>
  tf.sequential({
    layers: [
      zoo.conv2d({
        ...{ filters: 4, kernelSize: [2, 3], groups: 2, padding: "same", dilationRate: 2 },
        ...{ activation: "leaky_relu", activityRegularizer: "l2", inputShape: [8, 8, 4] },
        ...{ kernelInitializer: zoo.varianceScaling({ mode: "fanOut", distribution: "uniform" }) },
        ...{ kernelRegularizer: "l1", kernelConstraint: "max_norm", biasConstraint: "non_neg" },
      }),
      zoo.maxPooling2d(),
      zoo.reLU({ maxValue: 3, negativeSlope: 0.1 }),
      zoo.averagePooling2d({ poolSize: 3, strides: 1, padding: "same" }),
      zoo.leakyReLU(),
      zoo.activation({ activation: "hardSigmoid" }),
      zoo.flatten(),
      zoo.dense({ units: 5, activation: "gelu", kernelRegularizer: zoo.orthogonalRegularizer() }),
      zoo.dense({ units: 3, kernelConstraint: tf.constraints.minMaxNorm({ maxValue: 2 }) }),
      zoo.softmax(),
    ],
  });

/** Ours of Keras's other layers for images, with arguments that are not the defaults. */
const imageLayers = (): tf.Sequential =>
  tf.sequential({
    layers: [
      zoo.zeroPadding2d({
        ...{
          padding: [
            [1, 0],
            [0, 2],
          ],
        },
        inputShape: [8, 8, 4],
      }),
      zoo.depthwiseConv2d({
        ...{ kernelSize: [3, 2], depthMultiplier: 2, padding: "same", activation: "relu6" },
        ...{
          depthwiseInitializer: "heNormal",
          depthwiseRegularizer: "l2",
          biasConstraint: "nonNeg",
        },
      }),
      zoo.batchNormalization({
        ...{ momentum: 0.8, epsilon: 0.01, betaInitializer: zoo.randomNormal({ seed: 1 }) },
        ...{
          movingMeanInitializer: "randomUniform",
          gammaRegularizer: "l1",
          betaConstraint: "maxNorm",
        },
      }),
      zoo.separableConv2d({
        ...{ filters: 5, kernelSize: 2, strides: 2, activation: "silu", activityRegularizer: "l1" },
        ...{ pointwiseConstraint: "maxNorm", depthwiseConstraint: "unitNorm" },
      }),
      zoo.cropping2d({ cropping: [1, 0] }),
      zoo.batchNormalization({ axis: 1, scale: false, center: false }),
      zoo.conv2dTranspose({ filters: 4, kernelSize: 3, strides: 2, outputPadding: [1, 0] }),
      zoo.layerNormalization({ axis: [2, 3], betaRegularizer: "l2" }),
      zoo.upSampling2d({ size: [1, 2], interpolation: "bicubic" }),
      zoo.groupNormalization({ groups: 2, gammaConstraint: "nonNeg" }),
      zoo.prelu({ sharedAxes: [1, 2], alphaInitializer: "randomUniform", alphaRegularizer: "l1" }),
      zoo.spatialDropout2d({ rate: 0.25, seed: 3 }),
      zoo.gaussianNoise({ stddev: 0.1 }),
      zoo.gaussianDropout({ rate: 0.1 }),
      zoo.alphaDropout({ rate: 0.1, noiseShape: [null, 1, 1, 4] }),
      zoo.dropout({ rate: 0.1, noiseShape: [null, 1, 1, 4] }),
      zoo.elu({ alpha: 0.5 }),
      zoo.permute({ dims: [2, 1, 3] }),
      zoo.rmsNormalization({ axis: [2, 3], epsilon: 0.01 }),
      zoo.unitNormalization({ axis: 1 }),
      zoo.normalization(),
      zoo.normalization({ axis: null, mean: 0.5, variance: 2, invert: true }),
      zoo.normalization({ mean: [0, 1, 2, 3], variance: [1, 2, 3, 4] }),
      zoo.identity(),
      zoo.activityRegularization({ l2: 0.01 }),
      zoo.globalMaxPooling2d({ keepdims: true }),
      zoo.globalAveragePooling2d(),
      zoo.reshape({ targetShape: [-1, 2] }),
      zoo.flatten(),
      zoo.dense({ units: 3 }),
    ],
  });

const models = { everyArgument, imageLayers };

const images = (): tf.Tensor4D =>
  tf.tensor4d(
    Array.from({ length: 512 }, (_, i) => Math.sin(i)),
    [2, 8, 8, 4],
  );

const predict = (model: tf.LayersModel): number[] =>
  tf.tidy(() => Array.from((model.predict(images()) as tf.Tensor).dataSync()));

it.each(Object.keys(models))(
  "saves %s, as tfjs and as .keras, and reads it again",
  async (name) => {
    await tf.setBackend("cpu");
    const model = models[name as keyof typeof models]();
    const file = await readKeras(await writeKeras(await fromLayersModel(model)));
    const fromKeras = toLayersModel(file, { layers: zoo.kerasLayers });
    const fromJson = await tf.models.modelFromJSON({
      modelTopology: JSON.parse(model.toJSON() as unknown as string) as object,
    } as unknown as tf.io.ModelJSON);
    fromJson.setWeights(model.getWeights());
    for (const again of [fromKeras, fromJson]) {
      const own = (layer: tf.layers.Layer): tf.serialization.ConfigDict => {
        const { batchInputShape: _shape, dtype: _dtype, ...config } = layer.getConfig();
        return config;
      };
      expect(again.layers.map(own)).toEqual(model.layers.map(own));
      expect(predict(again)).toEqual(predict(model));
    }
  },
);

it.skipIf(!python).each(Object.keys(models))(
  "Keras opens %s and predicts the same",
  async (name) => {
    await tf.setBackend("cpu");
    const folder = await mkdtemp(join(tmpdir(), "keras-saved-"));
    try {
      const model = models[name as keyof typeof models]();
      await writeFile(join(folder, "m.keras"), await writeKeras(await fromLayersModel(model)));
      const script = `import json, keras, numpy as np
m = keras.models.load_model(${JSON.stringify(join(folder, "m.keras"))})
x = np.sin(np.arange(512)).astype("float32").reshape(2, 8, 8, 4)
print(json.dumps(m.predict(x, verbose=0).ravel().tolist()))`;
      const { stdout, stderr } = spawnSync(python ?? "", ["-c", script], { encoding: "utf8" });
      const lines = stdout.trim().split("\n");
      expect(lines.at(-1), stderr.slice(-2000)).toMatch(/^\[/);
      const given = JSON.parse(lines.at(-1) ?? "[]") as number[];
      predict(model).forEach((value, i) =>
        expect(Math.abs(value - (given[i] ?? NaN))).toBeLessThan(1e-5),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

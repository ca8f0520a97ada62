import * as tf from "@tensorflow/tfjs";
import { setRandomSeed } from "@flowers/random";
import { randomFlip } from "@flowers/augmentation";
import { expectNoLeak } from "@flowers-tools/testing";
import { describe, expect, it } from "vitest";
import keras from "../fixtures/keras.json";
import {
  buildModel,
  conv2d,
  dense,
  dropout,
  featureExtractor,
  flatten,
  modelCards,
  registerModel,
  threeBlockCnn,
} from "../index";

describe("threeBlockCnn", () => {
  it("has the tutorial's parameters and layers", async () => {
    await expectNoLeak(() => {
      const model = threeBlockCnn({ numClasses: 5 });
      expect(model.countParams()).toBe(3_989_285);
      expect(model.layers.map(({ name }) => name)).toEqual([
        "rescaling",
        "conv2d",
        "max_pooling2d",
        "conv2d_1",
        "max_pooling2d_1",
        "conv2d_2",
        "max_pooling2d_2",
        "flatten",
        "dense",
        "dense_1",
      ]);
      model.dispose();
    });
  });

  it("augments before it rescales, drops before it flattens, and calls the last layer outputs", () => {
    const model = threeBlockCnn({ imageSize: [40, 48], numClasses: 3, augmentation: true });
    const names = model.layers.map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual([
      "random_flip",
      "random_rotation",
      "random_zoom",
      "rescaling",
    ]);
    expect(names.slice(-4)).toEqual(["dropout", "flatten", "dense", "outputs"]);
    model.dispose();
  });

  it("predicts without training, survives saving, and leaves nothing", async () => {
    await expectNoLeak(async () => {
      const model = threeBlockCnn({
        imageSize: [16, 16],
        numClasses: 2,
        filters: [2, 2],
        denseUnits: 4,
        augmentation: true,
      });
      let saved: tf.io.ModelArtifacts | undefined;
      await model.save(
        tf.io.withSaveHandler(async (artifacts) => {
          saved = artifacts;
          return Promise.resolve({
            modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" },
          });
        }),
      );
      const copy = await tf.loadLayersModel(tf.io.fromMemory(saved as tf.io.ModelArtifacts));
      const x = tf.fill([2, 16, 16, 3], 100);
      const [a, b] = [model, copy].map((each) => each.predict(x) as tf.Tensor);
      expect(Array.from((b as tf.Tensor).dataSync())).toEqual(
        Array.from((a as tf.Tensor).dataSync()),
      );
      tf.dispose([x, a, b] as tf.Tensor[]);
      model.dispose();
      copy.dispose();
    });
  });

  it("refuses sizes that leave no pixel", () => {
    expect(() => threeBlockCnn({ imageSize: [7, 40], numClasses: 2 })).toThrow(
      "must be at least 8 on each side",
    );
    expect(() => threeBlockCnn({ numClasses: 0 })).toThrow(
      "numClasses must be a positive whole number; received 0",
    );
  });
});

describe("initial weights after setRandomSeed(123)", () => {
  it("are Keras's, bit for bit, in construction order", () => {
    setRandomSeed(123);
    const model = tf.sequential({
      layers: [
        randomFlip({ inputShape: [8, 8, 3] }),
        conv2d({ filters: 2, kernelSize: 3 }),
        dropout(0.2),
        flatten(),
        dense({ units: 2 }),
      ],
    });
    const [conv, , kernel] = model.getWeights().map((weight) => Array.from(weight.dataSync()));
    expect(conv).toEqual(keras.model.conv_kernel);
    expect(kernel?.slice(0, 10)).toEqual(keras.model.dense_kernel_first10);
    model.dispose();
  });
});

describe("registry", () => {
  it("builds by name, takes new models, and lists names when it does not know one", () => {
    const model = buildModel("threeBlockCnn", { imageSize: [16, 16], numClasses: 2 });
    expect(model.outputs[0]?.shape).toEqual([null, 2]);
    model.dispose();
    const [card] = modelCards();
    if (!card) throw new Error("no card");
    registerModel({
      card: { ...card, name: "tiny" },
      build: (options) => threeBlockCnn({ ...options, filters: [1] }),
    });
    expect(modelCards().map(({ name }) => name)).toEqual(["threeBlockCnn", "tiny"]);
    expect(() => registerModel({ card, build: threeBlockCnn })).toThrow("is registered already");
    expect(() => buildModel("resnet", { numClasses: 2 })).toThrow("Known: threeBlockCnn, tiny");
  });
});

describe("featureExtractor", () => {
  it("keeps the features, frozen, and learns a new head", () => {
    const base = threeBlockCnn({
      imageSize: [16, 16],
      numClasses: 5,
      filters: [2, 4],
      denseUnits: 6,
    });
    const model = featureExtractor(base, { numClasses: 3 });
    expect(model.outputs[0]?.shape).toEqual([null, 3]);
    expect(model.trainableWeights.map(({ shape }) => shape)).toEqual([[6, 3], [3]]);
    const spatial = featureExtractor(base, {
      numClasses: 3,
      cutAt: "max_pooling2d_1",
      denseUnits: 8,
      dropout: 0.1,
    });
    expect(spatial.trainableWeights.map(({ shape }) => shape)).toEqual([[4, 8], [8], [8, 3], [3]]);
    expect(() => featureExtractor(base, { numClasses: 3, cutAt: "conv" })).toThrow(
      'no layer "conv". Its layers: ',
    );
  });
});

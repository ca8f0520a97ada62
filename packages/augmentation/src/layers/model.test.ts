/** The layers inside stock tfjs models and datasets. */
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { describeOnBackends, expectNoLeak } from "@flowers-tools/testing/stock";
import {
  geometricPipeline,
  GeometricPipeline,
  randomFlip,
  randomRotation,
  randomSaturation,
  randomZoom,
  registerLayers,
  rescaling,
} from "../index";
import { maxDifference } from "../test-support/close";

const shape: [number, number, number] = [8, 8, 3];
const picture = (): tf.Tensor4D => tf.randomUniform([4, ...shape], 0, 255, "float32", 1);

function smallModel(): tf.Sequential {
  return tf.sequential({
    layers: [
      randomFlip({ mode: "horizontal", seed: 1, inputShape: shape }),
      randomRotation({ factor: 0.1, seed: 2 }),
      randomZoom({ heightFactor: 0.1, seed: 3 }),
      rescaling({ scale: 1 / 255 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 2, kernelInitializer: "zeros" }),
    ],
  });
}

describeOnBackends("stock models", () => {
  it("augment in fit and not in predict", async () => {
    const flip = randomFlip({ mode: "horizontal", seed: 1, inputShape: shape });
    const model = tf.sequential({ layers: [flip] });
    const images = picture();
    const predicted = model.predict(images) as tf.Tensor;
    expect(maxDifference(await predicted.data(), await images.data())).toBe(0);
    expect(flip.seedGenerator.getState()).toEqual([1, 0]);
    const applied = model.apply(images, { training: true }) as tf.Tensor;
    expect(maxDifference(await applied.data(), await images.data())).toBeGreaterThan(0);
    expect(flip.seedGenerator.getState()).toEqual([1, 1]);
    tf.dispose([images, predicted, applied]);
    model.dispose();
  });

  it("train with stock fit, one draw per layer and batch, and leave no tensors behind", async () => {
    const model = smallModel();
    model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
    const images = picture();
    const targets = tf.ones([4, 2]);
    await model.fit(images, targets, { epochs: 1, batchSize: 2, verbose: 0, shuffle: false });
    await expectNoLeak(() =>
      model.fit(images, targets, { epochs: 2, batchSize: 2, verbose: 0, shuffle: false }),
    );
    const states = model.layers
      .slice(0, 3)
      .map((layer) => (layer as ReturnType<typeof randomFlip>).seedGenerator);
    expect(states.map((generator) => generator.getState()[1])).toEqual([6, 6, 6]);
    tf.dispose([images, targets]);
    model.dispose();
  });
});

it("a layer called by itself acts unless it is told not to", async () => {
  await tf.setBackend("cpu");
  const images = picture();
  const acted = randomFlip({ mode: "horizontal", seed: 1 }).apply(images);
  const idle = randomFlip({ mode: "horizontal", seed: 1 }).apply(images, { training: false });
  expect(maxDifference(await acted.data(), await images.data())).toBeGreaterThan(0);
  expect(maxDifference(await idle.data(), await images.data())).toBe(0);
  tf.dispose([images, acted, idle]);
});

it("a layer whose Keras twin draws outside training keeps its stream in step", () => {
  const layer = randomSaturation({ factor: 0.3, seed: 1 });
  const images = picture();
  layer.apply(images, { training: false }).dispose();
  expect(layer.seedGenerator.getState()).toEqual([1, 1]);
  images.dispose();
});

it("works in dataset.map", async () => {
  const layer = randomZoom({ heightFactor: 0.2, seed: 5 });
  const images = picture();
  const dataset = tf.data.array([0, 1]).map(() => layer.apply(images, { training: true }));
  const seen = await dataset.toArray();
  expect(seen.map((element) => (element as tf.Tensor).shape)).toEqual([images.shape, images.shape]);
  tf.dispose([images, seen]);
});

it("survives tf.loadLayersModel with modes and formats of two words", async () => {
  registerLayers();
  const model = tf.sequential({
    layers: [
      randomFlip({ seed: 1, inputShape: [3, 8, 8], dataFormat: "channelsFirst" }),
      geometricPipeline([
        randomFlip({ seed: 2 }),
        randomRotation({ factor: [0.1, 0.2], fillMode: "wrap", seed: 3 }),
      ]),
    ],
  });
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save({
    save: (artifacts) => {
      saved = artifacts;
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" },
      });
    },
  });
  const loaded = await tf.loadLayersModel({ load: () => Promise.resolve(saved!) });
  const flip = loaded.layers.find((layer) => layer.getClassName() === "RandomFlip")!;
  expect(flip.getConfig()).toMatchObject({
    mode: "horizontal_and_vertical",
    dataFormat: "channelsFirst",
    seed: 1,
  });
  const pipeline = loaded.layers.find(
    (layer) => layer instanceof GeometricPipeline,
  ) as GeometricPipeline;
  expect(pipeline.layers.map((layer) => layer.getConfig())).toEqual(
    (model.layers.at(-1) as GeometricPipeline).layers.map((layer) => layer.getConfig()),
  );
});

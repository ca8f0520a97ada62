/** Models of Keras predict in tfjs what they predict in Keras. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { fromLayersModel } from "./from-layers-model";
import { readKeras } from "./read-keras";
import { bytesOf, goldenModels } from "./test-support/golden-models";
import { type LayerFactory, toLayersModel } from "./to-layers-model";
import { manyLayers } from "./test-support/many-layers";
import type { JsonObject, KerasFile } from "./types";
import { writeKeras } from "./write-keras";

/** In place of the augmentation layers, which do nothing when a model predicts. */
class Identity extends tf.layers.Layer {
  static readonly className = "KerasFormatTestIdentity";
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor;
  }
  override getConfig(): tf.serialization.ConfigDict {
    return super.getConfig();
  }
}
const identity: LayerFactory = (config) => new Identity({ name: config["name"] as string });
const layers = { RandomFlip: identity, RandomRotation: identity, RandomZoom: identity };

beforeAll(async () => {
  await tf.setBackend("cpu");
});

/** A Sequential of 4x4x3 images with one more layer, for what the golden models do not have. */
function fileWith(className: string, config: JsonObject): KerasFile {
  const settings = { name: "it", ...config };
  return {
    metadata: {},
    config: {
      module: "keras",
      class_name: "Sequential",
      config: { name: "one", layers: [], build_input_shape: [null, 4, 4, 3] },
    },
    layers: [
      { className, name: "it", config: settings, path: "layers/it", weights: [], layers: [] },
    ],
    optimizer: null,
  };
}

describe("toLayersModel", () => {
  it.each(goldenModels)("$file predicts as in Keras", async ({ file, x, predict }) => {
    const before = tf.memory().numTensors;
    const model = toLayersModel(await readKeras(await bytesOf(file)), { layers });
    const images = tf.tensor4d([...x], [x.length / 192, 8, 8, 3]);
    const output = model.predict(images) as tf.Tensor;
    const values = Array.from(output.dataSync());
    expect(values).toHaveLength(predict.length);
    values.forEach((value, i) => {
      // Sums of some hundred float32 products of order 1, in another order than TensorFlow's.
      expect(Math.abs(value - (predict[i] ?? NaN))).toBeLessThan(1e-5);
    });
    tf.dispose([images, output]);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("keeps names, order and shapes", async () => {
    const model = toLayersModel(await readKeras(await bytesOf("models/adam.keras")), { layers });
    expect(model.name).toBe("tiny_flowers");
    expect(model.layers.map(({ name }) => name).slice(-3)).toEqual(["flatten", "dense", "outputs"]);
    expect(model.inputs[0]?.shape).toEqual([null, 8, 8, 3]);
    model.dispose();
  });

  it("names a layer that it does not know", async () => {
    const file = await readKeras(await bytesOf("models/adam.keras"));
    expect(() => toLayersModel(file)).toThrow(
      'layer "random_flip" (RandomFlip) is not among stock tfjs\'s layers',
    );
  });

  it.each([
    [
      "an activation with another formula",
      "Activation",
      { activation: "hard_sigmoid" },
      "hard_sigmoid",
    ],
    ["an unknown setting", "Flatten", { order: "C" }, "order"],
    ["a setting that tfjs lacks", "ReLU", { max_value: 6, threshold: 1 }, "threshold=1"],
    ["channels first", "Flatten", { data_format: "channels_first" }, "channels_first"],
    ["half precision", "Flatten", { dtype: "mixed_float16" }, "mixed_float16"],
    ["a scale for each channel", "Rescaling", { scale: [1, 2, 3], offset: 0 }, "by channel"],
  ])("refuses %s", (_, className, config, message) => {
    expect(() => toLayersModel(fileWith(className, config))).toThrow(message);
  });

  it("refuses a functional model", async () => {
    const file = await readKeras(await bytesOf("models/adam.keras"));
    const functional = { ...file, config: { ...file.config, class_name: "Functional" } };
    expect(() => toLayersModel(functional, { layers })).toThrow(
      'expected a Sequential model; received "Functional"',
    );
  });

  it("refuses weights of other shapes", async () => {
    const file = await readKeras(await bytesOf("models/adam.keras"));
    const cut = {
      ...file,
      layers: file.layers.map((layer) => ({ ...layer, weights: layer.weights.slice(1) })),
    };
    const before = tf.memory().numTensors;
    expect(() => toLayersModel(cut, { layers })).toThrow(
      "expects weights of shapes [3, 3, 3, 4], [4]",
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("fromLayersModel", () => {
  it("gives back the same model after write and read", async () => {
    const model = manyLayers();
    const file = await readKeras(await writeKeras(await fromLayersModel(model)));
    const again = toLayersModel(file);
    const images = tf.randomUniform([2, 12, 12, 3], 0, 255, "float32", 1);
    const [before, after] = [model, again].map((each) =>
      Array.from((each.predict(images) as tf.Tensor).dataSync()),
    );
    expect(after).toEqual(before);
    expect(again.layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
    // A setting that was not given is null in one place of tfjs and undefined in another.
    const plain = (each: tf.Sequential): string =>
      JSON.stringify(
        each.layers.slice(1).map((layer) => layer.getConfig()),
        (_, value: unknown) => value ?? null,
      );
    expect(plain(again)).toEqual(plain(model));
  });

  it("saves the optimizer with it", async () => {
    const golden = await readKeras(await bytesOf("models/adam.keras"));
    const model = toLayersModel(golden, { layers });
    const { optimizer } = golden;
    const made = await fromLayersModel(model, {
      optimizer: optimizer ?? undefined,
      compile: { metrics: ["accuracy"] },
      layers: { KerasFormatTestIdentity: () => ({}) },
    });
    const back = await readKeras(await writeKeras(made));
    expect(back.optimizer).toEqual(optimizer);
    expect(back.layers.map(({ weights }) => weights)).toEqual(
      golden.layers.map(({ weights }) => weights),
    );
    model.dispose();
  });

  it("names a layer that Keras lacks", async () => {
    const model = tf.sequential({ layers: [new Identity({ name: "odd", inputShape: [2] })] });
    await expect(fromLayersModel(model)).rejects.toThrow(
      'layer "odd" (KerasFormatTestIdentity) is not among Keras\'s layers',
    );
  });

  it("refuses an activation whose formula differs in Keras", async () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [2], activation: "hardSigmoid" })],
    });
    await expect(fromLayersModel(model)).rejects.toThrow("hardSigmoid");
  });

  it("refuses compile without an optimizer", async () => {
    await expect(fromLayersModel(manyLayers(), { compile: { loss: "mse" } })).rejects.toMatchObject(
      { code: "mismatch" },
    );
  });
});

/** Models of Keras predict in tfjs what they predict in Keras. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { fromLayersModel } from "./from-layers-model";
import { readKeras } from "../archive/read-keras";
import { bytesOf, goldenModels } from "../test-support/golden-models";
import { loadKeras } from "./load-keras";
import type { CarryNote } from "./notes";
import { carryReport, toLayersModel } from "./to-layers-model";
import type { LayerFactory } from "./plan-layer";
import { manyLayers } from "../test-support/many-layers";
import type { JsonObject, KerasFile } from "../types";
import { writeKeras } from "../archive/write-keras";

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
    expect(() => toLayersModel(fileWith("Marbling", {}))).toThrow(
      'layer "it" (Marbling) is not among the layers that are carried over',
    );
    await expect(loadKeras(await bytesOf("models/adam.keras"))).resolves.toBeTruthy();
  });

  it.each([
    ["an activation of the user's own", "Activation", { activation: "snake_oil" }, "snake_oil"],
    ["an unknown setting", "Flatten", { order: "C" }, "order"],
    ["a setting that is not carried over", "Attention", { use_scale: true }, "has a scale"],
    ["channels first", "Flatten", { data_format: "channels_first" }, "channels_first"],
    ["eight bits", "Flatten", { dtype: "int8_from_float32" }, "int8_from_float32"],
    [
      "a regularizer of the user's own",
      "Dense",
      { units: 1, kernel_regularizer: { class_name: "Mine", config: {} } },
      "regularizer Mine",
    ],
  ])("refuses %s", (_, className, config, message) => {
    expect(() => toLayersModel(fileWith(className, config))).toThrow(message);
  });

  it("says what it computes otherwise, and lists what it leaves out when it may", () => {
    const half = fileWith("Flatten", { dtype: "mixed_float16" });
    expect(carryReport(half).map(({ kind, layer, reason }) => [kind, layer, reason])).toEqual([
      ["note", "it", "has dtype mixed_float16; it is computed in float32"],
    ]);
    toLayersModel(half).dispose();
    const kernel_regularizer = { class_name: "Mine", config: {} };
    const mine = fileWith("Activation", { activation: "relu", activity_regularizer: null });
    expect(carryReport(mine)).toEqual([]);
    const dense = fileWith("Dense", { units: 1, kernel_regularizer });
    const weights = [
      { shape: [3, 1], dtype: "float32" as const, data: new Float32Array(3) },
      { shape: [1], dtype: "float32" as const, data: new Float32Array(1) },
    ];
    const file = { ...dense, layers: dense.layers.map((layer) => ({ ...layer, weights })) };
    const notes: CarryNote[] = [];
    toLayersModel(file, { strict: false, onNote: (note) => notes.push(note) }).dispose();
    expect(notes.map(({ kind, reason }) => [kind, reason])).toEqual([
      ["loss", "has regularizer Mine, which is not carried over"],
    ]);
  });

  it("refuses a model of a class of its own", async () => {
    const file = await readKeras(await bytesOf("models/adam.keras"));
    const own = { ...file, config: { ...file.config, class_name: "MyModel" } };
    expect(() => toLayersModel(own, { layers })).toThrow(
      'layer "tiny_flowers" (MyModel) is a model of a class of its own',
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
    const plain = (each: tf.LayersModel): string =>
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

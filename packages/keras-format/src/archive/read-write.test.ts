/** Files of Keras 3.15.1 are read whole, and written again without loss. */
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readKeras } from "./read-keras";
import { bytesOf, goldenModels } from "../test-support/golden-models";
import type { KerasArray } from "../types";
import { writeKeras } from "./write-keras";

describe.each(goldenModels)("$file", (model) => {
  it("has the variables that Keras names", async () => {
    const { layers, optimizer } = await readKeras(await bytesOf(model.file));
    const weights = layers.flatMap((layer) => layer.weights);
    expect(weights.map(({ shape }) => shape)).toEqual(model.weights.map(({ shape }) => shape));
    expect(weights.map(({ data }) => Array.from(data.subarray(0, 4), Number))).toEqual(
      model.weights.map(({ first4 }) => first4),
    );
    expect(optimizer?.variables.length).toBe(model.optimizer_variables?.length);
  });

  it("is the same after write and read", async () => {
    const file = await readKeras(await bytesOf(model.file));
    expect(await readKeras(await writeKeras(file))).toEqual(file);
  });

  it("is the same bytes after another round, but for the time of writing", async () => {
    const once = await writeKeras(await readKeras(await bytesOf(model.file)));
    const twice = await writeKeras(await readKeras(once));
    expect(twice.length).toBe(once.length);
  });
});

it("gives layers and optimizer in Keras's order", async () => {
  const { metadata, layers, optimizer } = await readKeras(await bytesOf("models/adam.keras"));
  expect(metadata["keras_version"]).toBe("3.15.1");
  expect(
    layers.filter(({ weights }) => weights.length > 0).map(({ name, path }) => [name, path]),
  ).toEqual([
    ["conv2d", "layers/conv2d"],
    ["conv2d_1", "layers/conv2d_1"],
    ["dense", "layers/dense"],
    ["outputs", "layers/dense_1"],
  ]);
  expect(optimizer?.className).toBe("Adam");
  const [iteration, rate, ...slots] = optimizer?.variables ?? [];
  expect(iteration).toEqual({ shape: [], dtype: "int64", data: BigInt64Array.of(4n) });
  expect(rate?.data).toEqual(Float32Array.of(0.001));
  const shapes = layers.flatMap(({ weights }) => weights.flatMap(({ shape }) => [shape, shape]));
  expect(slots.map(({ shape }) => shape)).toEqual(shapes); // momentum, velocity of each weight: 10 after 9, not after 1
});

it("writes floats where Keras takes no whole number", async () => {
  const file = await readKeras(await bytesOf("models/sgd_momentum.keras"));
  const settings = { learning_rate: 1, momentum: 0, gradient_accumulation_steps: 2 };
  const optimizer = { class_name: "SGD", config: settings };
  const config = { ...file.config, compile_config: { optimizer, note: '"momentum": 3' } };
  const bytes = await writeKeras({ ...file, config });
  const text = new TextDecoder().decode(unzipSync(bytes)["config.json"]);
  expect(text).toContain(
    '{"learning_rate":1.0,"momentum":0.0,"gradient_accumulation_steps":2}},"note":"\\"momentum\\": 3"',
  );
  expect((await readKeras(bytes)).config).toEqual(config);
});

it("writes every element type and empty shapes", async () => {
  const file = await readKeras(await bytesOf("models/uncompiled.keras"));
  const arrays: KerasArray[] = [
    { shape: [2], dtype: "float64", data: Float64Array.of(0.1, -2) },
    { shape: [2], dtype: "int8", data: Int8Array.of(-1, 2) },
    { shape: [1], dtype: "int16", data: Int16Array.of(-300) },
    { shape: [1], dtype: "int32", data: Int32Array.of(-70000) },
    { shape: [2], dtype: "int64", data: BigInt64Array.of(-1n, 2n ** 40n) },
    { shape: [2], dtype: "uint8", data: Uint8Array.of(1, 255) },
    { shape: [1], dtype: "uint16", data: Uint16Array.of(65535) },
    { shape: [1], dtype: "uint32", data: Uint32Array.of(4294967295) },
    { shape: [1], dtype: "uint64", data: BigUint64Array.of(2n ** 63n) },
    { shape: [], dtype: "float32", data: Float32Array.of(0.5) },
    { shape: [1, 1, 1], dtype: "float32", data: Float32Array.of(7) },
  ];
  const changed = { ...file, optimizer: { className: "Adam", config: {}, variables: arrays } };
  const config = {
    ...file.config,
    compile_config: { optimizer: { class_name: "Adam", config: {} } },
  };
  const back = await readKeras(await writeKeras({ ...changed, config }));
  expect(back.optimizer?.variables).toEqual(arrays);
});

it("refuses layers that are not those of the configuration", async () => {
  const file = await readKeras(await bytesOf("models/uncompiled.keras"));
  await expect(writeKeras({ ...file, layers: file.layers.slice(1) })).rejects.toMatchObject({
    code: "mismatch",
  });
});

it("refuses a shape that does not fit its values", async () => {
  const file = await readKeras(await bytesOf("models/uncompiled.keras"));
  const layers = file.layers.map((layer) => ({
    ...layer,
    weights: layer.weights.map((array) => ({ ...array, shape: [...array.shape, 2] })),
  }));
  await expect(writeKeras({ ...file, layers })).rejects.toMatchObject({ code: "mismatch" });
});

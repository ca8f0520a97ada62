/** Python's Keras opens what we save of our own layers, and predicts the same. Skipped by name without it. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromLayersModel, readKeras, toLayersModel, writeKeras } from "@flowers/keras-format";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import * as zoo from "./index";

const python = process.env["FLOWERS_KERAS_PYTHON"] ?? process.env["KERAS_PYTHON"];

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

const images = (): tf.Tensor4D =>
  tf.tensor4d(
    Array.from({ length: 512 }, (_, i) => Math.sin(i)),
    [2, 8, 8, 4],
  );

const predict = (model: tf.LayersModel): number[] =>
  tf.tidy(() => Array.from((model.predict(images()) as tf.Tensor).dataSync()));

it("saves every argument of our layers, as tfjs and as .keras, and reads it again", async () => {
  await tf.setBackend("cpu");
  const model = everyArgument();
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
});

it.skipIf(!python)("Keras opens it and predicts the same", async () => {
  await tf.setBackend("cpu");
  const folder = await mkdtemp(join(tmpdir(), "keras-saved-"));
  try {
    const model = everyArgument();
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
});

/**
 * Python's Keras opens what we write. Runs where `KERAS_PYTHON` names a Python that has Keras 3 with TensorFlow;
 * elsewhere it shows as skipped.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { fromLayersModel } from "./from-layers-model";
import { manyLayers } from "../test-support/many-layers";
import type { KerasArray } from "../types";
import { writeKeras } from "../archive/write-keras";

const python = process.env["KERAS_PYTHON"];

const script = `
import json, sys, keras, numpy as np
model = keras.models.load_model(sys.argv[1])
images = np.array(json.load(open(sys.argv[2])), dtype="float32").reshape(2, 12, 12, 3)
predicted = model.predict(images, verbose=0).ravel().tolist()
slots = [float(v.numpy().ravel()[0]) for v in model.optimizer.variables]
model.fit(images, np.eye(3)[:2], verbose=0)
print("RESULT" + json.dumps([predicted, slots, int(model.optimizer.iterations)]))
`;

const filled = (shape: readonly number[], value: number): KerasArray => ({
  shape,
  dtype: "float32",
  data: new Float32Array(shape.reduce((product, length) => product * length, 1)).fill(value),
});

it.skipIf(python === undefined)(
  "Python's Keras predicts the same and goes on with the optimizer's state",
  async () => {
    await tf.setBackend("cpu");
    const model = manyLayers();
    const slots = model.trainableWeights.map(({ shape }) => shape as number[]);
    const variables: KerasArray[] = [
      { shape: [], dtype: "int64", data: BigInt64Array.of(9n) },
      { shape: [], dtype: "float32", data: Float32Array.of(0.5) },
      ...slots.flatMap((shape) => [filled(shape, 0.25), filled(shape, 0.75)]),
    ];
    const file = await fromLayersModel(model, {
      optimizer: { className: "Adam", config: { learning_rate: 0.5 }, variables },
      compile: { loss: "categorical_crossentropy", metrics: ["accuracy"] },
    });
    const images = tf.randomUniform([2, 12, 12, 3], 0, 255, "float32", 1);
    const expected = Array.from((model.predict(images) as tf.Tensor).dataSync());

    const directory = mkdtempSync(join(tmpdir(), "flowers-keras-format-"));
    try {
      const [path, input] = [join(directory, "many.keras"), join(directory, "images.json")];
      writeFileSync(path, await writeKeras(file));
      writeFileSync(input, JSON.stringify(Array.from(images.dataSync())));
      const output = execFileSync(python ?? "", ["-c", script, path, input], { encoding: "utf8" });
      const result = JSON.parse(output.slice(output.lastIndexOf("RESULT") + 6)) as [
        number[],
        number[],
        number,
      ];
      // Float32 sums in another order than ours.
      result[0].forEach((value, i) =>
        expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(1e-5),
      );
      expect(result[0]).toHaveLength(expected.length);
      expect(result[1]).toEqual([9, 0.5, ...slots.flatMap(() => [0.25, 0.75])]);
      expect(result[2]).toBe(10);
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
);

/** A model that is saved and loaded again predicts the same, in one call each way. */
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { KerasFormatError, loadKeras, saveKeras } from "../index";

it("loads what it saved, with the same predictions and no tensor left", async () => {
  await tf.setBackend("cpu");
  const before = tf.memory().numTensors;
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [6, 6, 1], activation: "relu" }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 3 }),
    ],
  });
  const loaded = await loadKeras(await saveKeras(model));
  const images = tf.randomUniform([2, 6, 6, 1], 0, 1, "float32", 1);
  const [expected, received] = [model, loaded].map((each) => each.predict(images) as tf.Tensor);
  expect(Array.from(received?.dataSync() ?? [])).toEqual(Array.from(expected?.dataSync() ?? []));
  tf.dispose([images, expected, received] as tf.Tensor[]);
  model.dispose();
  loaded.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it("refuses what is not a .keras file with an error of this package", async () => {
  const error: unknown = await loadKeras(new Uint8Array(100)).catch((reason: unknown) => reason);
  expect(KerasFormatError.is(error) && error.code).toBe("invalid-file");
});

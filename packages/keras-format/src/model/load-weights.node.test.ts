/** Weights alone: files of Keras 2 and 3, in order and by name, and those that we write. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { KerasFormatError, loadKeras, loadWeights, saveWeights } from "../index";
import { kindsIn, predict, worstDifference } from "@flowers-tools/testing/keras-models";

const folder = fileURLToPath(new URL("../fixtures/keras2/", import.meta.url));
const kinds = Object.entries(kindsIn(folder).models);
const forget = (model: tf.LayersModel): void => {
  for (const weight of model.weights)
    (weight.read() as tf.Variable).assign(tf.ones(weight.shape as number[]));
};

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe.each(kinds)("%s", (name, kind) => {
  it.each([false, true])("takes the weights of a file of Keras 2, by name: %s", async (byName) => {
    const model = await loadKeras(await readFile(join(folder, kind.file)));
    forget(model);
    const loaded = await loadWeights(
      model,
      await readFile(join(folder, `${name}.weights-only.h5`)),
      { byName },
    );
    expect(loaded.length).toBeGreaterThan(0);
    expect(worstDifference(predict(model, kind), kind)).toBeLessThan(1e-5);
    model.dispose();
  });

  it("takes back what saveWeights wrote", async () => {
    const model = await loadKeras(await readFile(join(folder, kind.file)));
    const bytes = await saveWeights(model);
    const before = predict(model, kind);
    forget(model);
    await loadWeights(model, bytes);
    expect(predict(model, kind)).toEqual(before);
    model.dispose();
  });
});

it("refuses weights of another model, or passes over them when it may", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 2, inputShape: [3], name: "dense" })],
  });
  const bytes = await readFile(join(folder, "sequential.weights-only.h5"));
  const error: unknown = await loadWeights(model, bytes).catch((reason: unknown) => reason);
  expect(KerasFormatError.is(error) && error.code).toBe("mismatch");
  await expect(loadWeights(model, bytes, { byName: true })).rejects.toMatchObject({
    code: "mismatch",
  });
  expect(await loadWeights(model, bytes, { byName: true, skipMismatch: true })).toEqual([]);
  model.dispose();
});

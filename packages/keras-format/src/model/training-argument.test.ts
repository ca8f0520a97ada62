/** The argument `training` that a graph's calls are saved with: what Keras 3 sets aside, and Keras 2 did not. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { carryReport, fromLayersModel, readKeras, toLayersModel, writeKeras } from "../index";
import type { JsonObject, KerasFile } from "../types";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

/** Half of the values dropped, in a layer or in a model within the model. */
async function dropping(inner: boolean, training: boolean): Promise<KerasFile> {
  const start = tf.input({ shape: [400], name: "start" });
  const layer = inner
    ? tf.sequential({
        name: "dropping",
        layers: [tf.layers.dropout({ rate: 0.5, inputShape: [400], name: "dropout" })],
      })
    : tf.layers.dropout({ rate: 0.5, name: "dropping" });
  const model = tf.model({ inputs: start, outputs: layer.apply(start) as tf.SymbolicTensor });
  const file = await fromLayersModel(model);
  const config = JSON.parse(JSON.stringify(file.config)) as {
    config: { layers: { name: string; inbound_nodes: { kwargs: JsonObject }[] }[] };
  };
  const entry = config.config.layers.find(({ name }) => name === "dropping");
  const node = entry?.inbound_nodes[0];
  if (!node) throw new Error("there is no such call");
  node.kwargs = { training };
  return { ...file, config: config as unknown as JsonObject };
}

const zeros = (model: tf.LayersModel, training: boolean): number =>
  tf.tidy(() => {
    const y = model.apply(tf.ones([1, 400]), { training }) as tf.Tensor;
    return [...y.dataSync()].filter((value) => value === 0).length;
  });

describe.each([
  ["a layer", false, []],
  [
    "a model",
    true,
    [
      "is called with training=..., which Keras 3 sets aside in fit and predict, and so is it here; trainable=False freezes it",
    ],
  ],
])("of %s in a file of Keras 3", (_, inner, notes) => {
  it.each([false, true])("training=%s is set aside, and written again", async (training) => {
    const given = await dropping(inner, training);
    const before = tf.memory().numTensors;
    const model = toLayersModel(given);
    expect(zeros(model, false)).toBe(0);
    // 200 of 400 by chance: fewer than 100 once in 10^24.
    expect(zeros(model, true)).toBeGreaterThan(100);
    expect(carryReport(given).map(({ kind, reason }) => [kind, reason])).toEqual(
      notes.map((reason) => ["note", reason]),
    );
    const date = new Date(0);
    const bytes = await writeKeras(await fromLayersModel(model, { date }));
    const again = toLayersModel(await readKeras(bytes));
    expect(JSON.stringify((await readKeras(bytes)).config)).toContain(`"training":${training}`);
    expect(await writeKeras(await fromLayersModel(again, { date }))).toEqual(bytes);
    expect(tf.memory().numTensors).toBe(before);
  });
});

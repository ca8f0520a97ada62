/** Small models of many kinds of layers, as Keras saved them: read, predicted, written and read again. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { carryReport, fromLayersModel, readKeras, toLayersModel, writeKeras } from "../index";
import { type Kind, kindsIn, predict, worstDifference } from "@flowers-tools/testing/keras-models";

const fixtures = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/${name}/`, import.meta.url));
const [keras3, keras2, functions] = ["kinds", "keras2", "keras2-functions"].map(fixtures) as [
  string,
  string,
  string,
];
const named = (folder: string): [string, { folder: string; kind: Kind }][] =>
  Object.entries(kindsIn(folder).models).map(([name, kind]) => [
    kind.file || name,
    { folder, kind },
  ]);
const kinds = [
  ...named(keras3),
  ...[keras2, functions].flatMap(named).map(([name, each]) => [`Keras 2: ${name}`, each] as const),
];

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe.each(kinds)("%s", (_, { folder, kind }) => {
  it("predicts as in Keras, also after it was written and read again", async () => {
    const before = tf.memory().numTensors;
    const model = toLayersModel(await readKeras(await readFile(join(folder, kind.file))));
    const weights = tf.memory().numTensors - before;
    expect(weights).toBe(new Set(model.weights.map(({ id }) => id)).size);
    const first = predict(model, kind);
    // Sums of float32 products in another order than TensorFlow's: up to 6e-7 was seen.
    expect(worstDifference(first, kind)).toBeLessThan(1e-5);
    expect(model.countParams()).toBe(kind.parameters);
    const written = await writeKeras(await fromLayersModel(model));
    const again = toLayersModel(await readKeras(written));
    expect(predict(again, kind)).toEqual(first);
    const date = new Date(0);
    const bytes = await writeKeras(await fromLayersModel(model, { date }));
    expect(await writeKeras(await fromLayersModel(again, { date }))).toEqual(bytes);
    // tfjs keeps the weights of a model that is called twice; what is not a weight is gone.
    expect(tf.memory().numTensors).toBe(before + 2 * weights);
    model.dispose();
    again.dispose();
  });

  it("is refused for nothing", async () => {
    const report = carryReport(await readKeras(await readFile(join(folder, kind.file))));
    expect(report.filter((note) => note.kind !== "note")).toEqual([]);
  });
});

/** Reading draws no initial weights: the file's take their place. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it, vi } from "vitest";
import { fromLayersModel, toLayersModel } from "../index";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

/** As if the recurrent weights had been drawn orthogonal, which is Keras's default. */
const orthogonal = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value).replaceAll('"Zeros"', '"Orthogonal"')) as T;

it("makes no orthogonal weights, of which those of 300 units would take tfjs minutes", async () => {
  const before = tf.memory().numTensors;
  const plain = {
    ...{ units: 300, recurrentActivation: "sigmoid", recurrentInitializer: "zeros" },
    ...{ inputShape: [3, 4], returnSequences: true },
  } as Parameters<typeof tf.layers.lstm>[0];
  const inner = tf.layers.lstm(plain);
  const made = tf.sequential({
    layers: [
      tf.layers.bidirectional({ layer: inner as never, mergeMode: "sum", inputShape: [3, 4] }),
      tf.layers.lstm({ ...plain, inputShape: [3, 300] }),
    ],
  });
  const file = await fromLayersModel(made);
  const config = orthogonal(file.config);
  expect(JSON.stringify(config)).toContain('"Orthogonal"');
  const layers = file.layers.map((layer) => ({ ...layer, config: orthogonal(layer.config) }));
  // tfjs says so before it begins.
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const model = toLayersModel({ ...file, config, layers });
  expect(warn.mock.calls.flat().filter((text) => /orthogonal/i.test(String(text)))).toEqual([]);
  warn.mockRestore();
  tf.dispose([...made.weights, ...model.weights].map((weight) => weight.read()));
  expect(tf.memory().numTensors).toBe(before);
});

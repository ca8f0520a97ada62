/** Optimizers as the versions of Keras kept them in `.h5` files, in today's order. */
import { expect, it } from "vitest";
import type { JsonObject, KerasArray } from "../types";
import { optimizerOf } from "./legacy-optimizer";
import type { Hdf5Tree } from "./read-tree";

const number = (value: number): KerasArray => ({
  shape: [],
  dtype: "float32",
  data: Float32Array.of(value),
});

function treeOf(names: readonly string[]): Hdf5Tree {
  const arrays = names.map((name, i): [string, KerasArray] => [
    `optimizer_weights/${name}`,
    number(i),
  ]);
  return {
    arrays: new Map(arrays),
    attributes: new Map([["optimizer_weights", { weight_names: [...names] }]]),
  };
}

const values = (names: readonly string[], className: string, config: JsonObject): number[] => {
  const training = { optimizer_config: { class_name: className, config } };
  const found = optimizerOf(training, treeOf(names));
  return (found?.variables ?? []).map(({ data }) => Number(data[0]));
};

it.each([
  [
    "Keras 3 keeps all",
    ["adam/iteration", "adam/learning_rate", "m0", "v0"],
    "Adam",
    { learning_rate: 0.5 },
    [0, 1, 2, 3],
  ],
  [
    "tf.keras from 2.11 leaves the rate to the settings",
    ["iteration:0", "Adam/m/dense/kernel:0", "Adam/v/dense/kernel:0"],
    "Custom>Adam",
    { learning_rate: 0.5 },
    [0, 0.5, 1, 2],
  ],
  [
    "tf.keras before that keeps one slot of every weight after another",
    [
      "Adam/iter:0",
      "Adam/dense/kernel/m:0",
      "Adam/dense/bias/m:0",
      "Adam/dense/kernel/v:0",
      "Adam/dense/bias/v:0",
    ],
    "Adam",
    { learning_rate: 0.25 },
    [0, 0.25, 1, 3, 2, 4],
  ],
  [
    "Keras before 2.3 gives them no names that say which",
    ["training/Adam/Variable:0", "training/Adam/Variable_1:0"],
    "Adam",
    { lr: 0.001 },
    [],
  ],
  [
    "a schedule has no rate among them",
    ["iteration:0", "SGD/m/dense/kernel:0"],
    "SGD",
    { learning_rate: { class_name: "ExponentialDecay", config: {} } },
    [0, 1],
  ],
])("%s", (_, names, className, config, expected) => {
  expect(values(names, className, config)).toEqual(expected);
});

/** Arguments that cannot be meant are refused in one sentence, in every initializer, regularizer and constraint. */
import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { ModelZooError } from "./errors";
import * as zoo from "./index";

const makers = {
  glorotNormal: [zoo.glorotNormal, ["inputAxes", "outputAxes", "seed"]],
  glorotUniform: [zoo.glorotUniform, ["inputAxes", "outputAxes", "seed"]],
  heNormal: [zoo.heNormal, ["inputAxes", "outputAxes", "seed"]],
  heUniform: [zoo.heUniform, ["inputAxes", "outputAxes", "seed"]],
  lecunNormal: [zoo.lecunNormal, ["inputAxes", "outputAxes", "seed"]],
  lecunUniform: [zoo.lecunUniform, ["inputAxes", "outputAxes", "seed"]],
  randomNormal: [zoo.randomNormal, ["mean", "stddev", "seed"]],
  randomUniform: [zoo.randomUniform, ["minval", "maxval", "seed"]],
  truncatedNormal: [zoo.truncatedNormal, ["mean", "stddev", "seed"]],
  varianceScaling: [
    zoo.varianceScaling,
    ["scale", "mode", "distribution", "inputAxes", "outputAxes", "seed"],
  ],
  orthogonal: [zoo.orthogonal, ["gain", "seed"]],
  l1: [zoo.l1, ["l1"]],
  l2: [zoo.l2, ["l2"]],
  l1l2: [zoo.l1l2, ["l1", "l2"]],
  orthogonalRegularizer: [zoo.orthogonalRegularizer, ["factor", "mode"]],
  maxNorm: [zoo.maxNorm, ["maxValue", "axis"]],
  minMaxNorm: [zoo.minMaxNorm, ["minValue", "maxValue", "rate", "axis"]],
  nonNeg: [zoo.nonNeg, []],
  unitNorm: [zoo.unitNorm, ["axis"]],
} as const;

const strange = [NaN, Infinity, "0.5", "white", {}, true, [], ["0"], () => 1];
const cases = Object.entries(makers).map(
  ([name, [make, keys]]) =>
    [name, make as (given?: unknown) => object, keys as readonly string[]] as const,
);

function refusal(make: () => object): string {
  try {
    make();
  } catch (error) {
    expect(ModelZooError.is(error), String(error)).toBe(true);
    return (error as Error).message;
  }
  return "taken";
}

describe.each(cases)("%s", (_, make, keys) => {
  it("is made without arguments", () => {
    expect(make()).toBeTypeOf("object");
  });

  it.each([0.5, "l2", [0.5], null, true])("takes no %j in place of arguments by name", (given) => {
    expect(refusal(() => make(given))).toMatch(
      /^\w+: expected its arguments by name, in one object\. Received: [^\n]+$/,
    );
  });

  it("takes no argument that it does not have", () => {
    expect(refusal(() => make({ ["seeed"]: 1 }))).toMatch(/^Unrecognized argument .* `seeed`\.$/);
  });

  it("takes no strange value", () => {
    for (const key of keys)
      for (const value of strange) {
        const message = refusal(() => make({ [key]: value }));
        expect(message, `${key}=${JSON.stringify(value)}`).toMatch(
          /^[^\n]*(Received|Please use)[^\n]*$/,
        );
      }
  });
});

it("says what a factor without its name should be", () => {
  expect(() => zoo.l2(0.5 as never)).toThrow("expected its arguments by name");
});

it.each([
  ["constant", { value: "1" }],
  ["constant", { values: 1 }],
  ["identity", { gain: NaN }],
])("%s %j is refused by its saved name too", (className, config) => {
  expect(() => zoo.getInitializer({ className, config } as never)).toThrow(ModelZooError);
});

it("takes what older versions of Keras wrote to a file", () => {
  const saved = {
    className: "VarianceScaling",
    config: { scale: 1, mode: "fan_avg", distribution: "uniform", seed: null, dtype: "float32" },
  };
  expect(zoo.getInitializer(saved as never)).toBeInstanceOf(zoo.VarianceScaling);
});

it.each(["yes", 1, {}])("layers take no `trainable` of %j and no such `name`", (value) => {
  const { numTensors } = tf.memory();
  expect(() => zoo.dense({ units: 1, trainable: value as never })).toThrow(
    "Expected `trainable` to be a boolean",
  );
  if (typeof value === "string") return;
  expect(() => zoo.dense({ units: 1, name: value as never })).toThrow("must be a string");
  expect(tf.memory().numTensors).toBe(numTensors);
});

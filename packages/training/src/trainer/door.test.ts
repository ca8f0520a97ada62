/** What compile and the trainer's methods take, refuse and tell. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compile, type CompileOptions } from "../compile";
import { TrainingError } from "../errors";
import { SparseCategoricalCrossentropy } from "../losses/crossentropy";
import { SparseCategoricalAccuracy } from "../metrics/accuracy";
import { Adam } from "../optimizers/adam";
import { Optimizer, type UpdateInput, type UpdateOutput } from "../optimizers/optimizer";
import { SGD } from "../optimizers/sgd";
import { classWeightsFor } from "./class-weights";
import type { ModelTrainer } from "./model-trainer";
import { forgetNotice, plainJavaScriptNotice } from "./plain-javascript";

const scce = new SparseCategoricalCrossentropy({ fromLogits: true });
const network = (outputs = 1): tf.LayersModel => {
  const x = tf.input({ shape: [4] });
  const heads = Array.from({ length: outputs }, (_, i) =>
    tf.layers.dense({ units: 3, name: `head_${i}` }).apply(x),
  );
  return tf.model({ inputs: x, outputs: heads as tf.SymbolicTensor[] });
};
const data = (): { xs: tf.Tensor; ys: tf.Tensor } => ({
  xs: tf.ones([8, 4]),
  ys: tf.tensor1d([0, 1, 2, 0, 1, 2, 0, 1], "int32"),
});
const trainer = (options: object = { loss: scce }): ModelTrainer =>
  compile(network(), options as CompileOptions);

async function reasonOf(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return error;
  }
}

describe("the trainer's door", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  const mistakes: [string, () => unknown, RegExp][] = [
    ["no loss", () => trainer({}).fit(data()), /No loss to compute\. Provide a `loss`/],
    ["no loss in evaluate", () => trainer({}).evaluate(data()), /No loss to compute/],
    [
      "a number",
      () => trainer({ loss: scce, optimizer: 3 }),
      /Could not interpret optimizer identifier/,
    ],
    [
      "tfjs's optimizer",
      () => trainer({ loss: scce, optimizer: tf.train.adam() }),
      /of TensorFlow\.js\. Give a name such as "adam"/,
    ],
    [
      "an optimizer's class",
      () => trainer({ loss: scce, optimizer: Adam }),
      /the class Adam\. Write new Adam\(\)/,
    ],
    [
      "a loss's class",
      () => trainer({ loss: SparseCategoricalCrossentropy }),
      /`loss` must be an instance/,
    ],
    [
      "a metric's class",
      () => trainer({ loss: scce, metrics: [SparseCategoricalAccuracy] }),
      /`metrics` must be an instance/,
    ],
    [
      "one metric",
      () => trainer({ loss: scce, metrics: "accuracy" }),
      /`metrics` argument to be a list/,
    ],
    [
      "one callback",
      () => trainer().fit(data(), { callbacks: {} as never }),
      /`callbacks` must be a list/,
    ],
    ["fit(x, y)", () => trainer().fit(data().xs, data().ys as never), /fit\(\{ xs: x, ys: y \}/],
    ["fit([x, y])", () => trainer().fit([data().xs, data().ys]), /write \{ xs, ys \}/],
    [
      "a Map of class weights",
      () => trainer().fit(data(), { classWeight: new Map() as never }),
      /`classWeight` must be an object/,
    ],
    [
      "an option of evaluate",
      () => trainer().evaluate(data(), { batch_size: 2 } as never),
      /Did you mean "batchSize"/,
    ],
    [
      "an option of predict",
      () => trainer().predict(data().xs, { batchsize: 2 } as never),
      /Did you mean "batchSize"/,
    ],
    ["verbose 3", () => trainer().fit(data(), { verbose: 3 as never }), /verbose must be one of/],
    [
      "a rate that is NaN",
      () => (new SGD().learningRate = NaN),
      /`learningRate` must be a finite number/,
    ],
    [
      "one target for two outputs",
      () => compile(network(2), { loss: scce }).fit(data()),
      /ys must be 2 tensor/,
    ],
    [
      "counts below 0",
      () => classWeightsFor([1, -1]),
      /whole numbers from 0; received -1 for class 1/,
    ],
  ];

  it.each(mistakes)("refuses %s in a sentence", async (_, work, message) => {
    const reason = await reasonOf(work);
    expect(reason).toBeInstanceOf(TrainingError);
    expect((reason as Error).message).toMatch(message);
  });

  it("runs one fit at a time, and is as good as before afterwards", async () => {
    const options = { batchSize: 4, shuffle: false, epochs: 2, verbose: 0 } as const;
    const weights = network().getWeights();
    const alone = compile(network(), { loss: scce, optimizer: "sgd" });
    const both = compile(network(), { loss: scce, optimizer: "sgd" });
    alone.model.setWeights(weights);
    both.model.setWeights(weights);
    const { history } = await alone.fit(data(), options);
    const [first, second] = await Promise.allSettled([
      both.fit(data(), options),
      both.fit(data(), options),
    ]);
    expect(first.status === "fulfilled" && first.value.history).toEqual(history);
    expect(second.status === "rejected" && TrainingError.is(second.reason)).toBe(true);
    const evaluated: unknown[] = [];
    await both.fit(data(), {
      ...options,
      validationSplit: 0,
      callbacks: [{ onEpochEnd: async () => void evaluated.push(await both.evaluate(data())) }],
    });
    expect(evaluated).toHaveLength(2);
    expect(both.history?.epoch).toEqual([0, 1]);
  });

  it("predicts a tensor for one output, a list for several", async () => {
    const x = tf.ones([5, 4]);
    const single = await trainer({}).predict(x);
    expect(single.shape).toEqual([5, 3]);
    const several = compile(network(2));
    expect((await several.predict<tf.Tensor[]>(x)).map(({ shape }) => shape)).toEqual([
      [5, 3],
      [5, 3],
    ]);
    expect(await several.predictAll(x)).toHaveLength(2);
  });

  it("leaves the averages of batch normalization as they were before a batch whose loss is NaN", async () => {
    const model = tf.sequential({
      layers: [tf.layers.batchNormalization({ inputShape: [4] }), tf.layers.dense({ units: 3 })],
    });
    const bad = { xs: tf.fill([2, 4], NaN), ys: tf.tensor1d([0, 1], "int32") };
    const reason = await reasonOf(() => compile(model, { loss: scce }).fit(bad, { verbose: 0 }));
    expect((reason as TrainingError).code).toBe("loss-not-finite");
    const values = model.getWeights().flatMap((weight) => [...weight.dataSync()]);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it("trains by a rule of one's own", async () => {
    class SignDescent extends Optimizer {
      readonly className = "SignDescent";
      readonly slotNames = [];
      constructor() {
        super({}, 0.25);
      }
      override scalars(rate: number): Record<string, number> {
        return { rate };
      }
      override update({ value, gradient, scalars: { rate } }: UpdateInput): UpdateOutput {
        if (!rate) throw new Error("the rate is given");
        return { value: tf.sub(value, tf.mul(rate, tf.sign(gradient))), slots: [] };
      }
    }
    const model = network();
    const [before] = model.getWeights().map((weight) => [...weight.dataSync()]);
    await compile(model, { loss: scce, optimizer: new SignDescent() }).fit(data(), { verbose: 0 });
    const [after] = model.getWeights().map((weight) => [...weight.dataSync()]);
    before?.forEach((value, i) =>
      expect(Math.abs(value - (after?.[i] ?? NaN))).toBeCloseTo(0.25, 5),
    );
  });

  it("tells whether it compiles, and once that plain JavaScript takes long", () => {
    expect(trainer().compiled).toEqual({
      compiled: false,
      reason: "the backend is cpu; only native TensorFlow compiles",
    });
    forgetNotice();
    expect(plainJavaScriptNotice(5, 100)).toBeNull();
    expect(plainJavaScriptNotice(30_000, 920)).toMatch(/about 8 hours\.\n.*useBackend\("auto"\)/);
    expect(plainJavaScriptNotice(30_000, 920)).toBeNull();
    forgetNotice();
  });

  it('weighs classes as scikit-learn\'s "balanced"', () => {
    expect(classWeightsFor([90, 10])).toEqual({ 0: 100 / 180, 1: 5 });
    expect(classWeightsFor([3, 0, 1])).toEqual({ 0: 4 / 6, 1: 0, 2: 2 });
  });
});

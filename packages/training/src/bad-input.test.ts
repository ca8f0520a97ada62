/** What is wrong with data and options is said in one clear error, before a weight changes. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { compile, type CompileOptions } from "./compile";
import type { TrainingData } from "./data/batch-source";
import { TrainingError } from "./errors";
import type { FitOptions } from "./trainer/fit-options";
import { SparseCategoricalCrossentropy } from "./losses/crossentropy";

const scce = new SparseCategoricalCrossentropy({ fromLogits: true });
const labels = (...values: number[]): tf.Tensor1D => tf.tensor1d(values, "int32");
const inputs = (count = 2, width = 4): tf.Tensor2D => tf.ones([count, width]);
const good = (): { xs: tf.Tensor; ys: tf.Tensor } => ({ xs: inputs(), ys: labels(0, 2) });

function network(...inputShape: number[]): tf.Sequential {
  return tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape, name: "head" })] });
}

const asData = (data: unknown): TrainingData => data as TrainingData;
const asOptions = (options: unknown): FitOptions => options as FitOptions;

type Row = [
  title: string,
  data: () => TrainingData,
  options: FitOptions,
  code: string,
  text: string,
];

const rows: Row[] = [
  [
    "a label above the classes",
    () => ({ xs: inputs(), ys: labels(0, 3) }),
    {},
    "label-out-of-range",
    "from 0 to 2, as the model has 3 outputs; received 3 at position 1",
  ],
  [
    "a negative label",
    () => ({ xs: inputs(), ys: labels(-1, 0) }),
    {},
    "label-out-of-range",
    "received -1 at position 0",
  ],
  [
    "a label between classes",
    () => ({ xs: inputs(), ys: tf.tensor1d([0, 1.5]) }),
    {},
    "label-out-of-range",
    "received 1.5 at position 1",
  ],
  [
    "a label that is NaN",
    () => ({ xs: inputs(), ys: tf.tensor1d([NaN, 0]) }),
    {},
    "label-out-of-range",
    "received NaN at position 0",
  ],
  [
    "inputs of another width",
    () => ({ xs: inputs(2, 5), ys: labels(0, 1) }),
    {},
    "shape-mismatch",
    "must have shape [any, 4]; received [2, 5]",
  ],
  [
    "one-hot targets for class indices",
    () => ({ xs: inputs(), ys: tf.ones([2, 3]) }),
    {},
    "shape-mismatch",
    "targets of shape [batch, 3] do not fit predictions of shape [batch, 3]",
  ],
  [
    "more targets than inputs",
    () => ({ xs: inputs(), ys: labels(0, 1, 2) }),
    {},
    "shape-mismatch",
    "first sizes are 2, 3",
  ],
  [
    "a batch with more targets than inputs",
    () => [{ xs: inputs(), ys: labels(0, 1, 2) }],
    {},
    "shape-mismatch",
    "2 inputs but 3 targets",
  ],
  [
    "data without targets",
    () => ({ xs: inputs() }),
    {},
    "shape-mismatch",
    "Data without labels can only be predicted",
  ],
  [
    "batches that are no pairs",
    () => asData([7]),
    {},
    "shape-mismatch",
    "every batch must be { xs, ys } or [xs, ys] of tensors",
  ],
  [
    "data that is none",
    () => asData(5),
    {},
    "invalid-argument",
    "Data must be a dataset, an iterable",
  ],
  [
    "sample weights of another size",
    () => [{ ...good(), sampleWeight: tf.ones([3]) }],
    {},
    "shape-mismatch",
    'sample weights of output "head" must have shape [2]; received [3]',
  ],
  [
    "sample weights by class",
    () => [{ ...good(), sampleWeight: tf.ones([2, 3]) }],
    {},
    "shape-mismatch",
    "received [2, 3]",
  ],
  [
    "class and sample weights",
    () => ({ ...good(), sampleWeight: tf.ones([2]) }),
    { classWeight: { 0: 2 } },
    "invalid-argument",
    "at the same time",
  ],
  [
    "a class weight of a name",
    good,
    asOptions({ classWeight: { tulips: 2 } }),
    "invalid-argument",
    "must map class indices to numbers; received tulips: 2",
  ],
  ["no batches", () => [], {}, "empty-dataset", "no batch to train on"],
  [
    "a dataset without elements",
    () => tf.data.array([] as tf.TensorContainer[]),
    {},
    "empty-dataset",
    "no batch to train on",
  ],
  [
    "validation without batches",
    good,
    { validationData: [] },
    "empty-dataset",
    "the data has no batch",
  ],
  [
    "epochs that are no number",
    good,
    { epochs: NaN },
    "invalid-argument",
    "epochs must be a whole number from 0; received NaN",
  ],
  ["half an epoch", good, { epochs: 1.5 }, "invalid-argument", "received 1.5"],
  [
    "no steps",
    good,
    { stepsPerEpoch: 0 },
    "invalid-argument",
    "stepsPerEpoch must be a whole number from 1; received 0",
  ],
  [
    "a batch size of 0",
    good,
    { batchSize: 0 },
    "invalid-argument",
    "batchSize must be a positive whole number; received 0",
  ],
  [
    "a split of all samples",
    good,
    { validationSplit: 1 },
    "invalid-argument",
    "validationSplit must lie between 0 and 1; received 1",
  ],
  [
    "a split of a dataset",
    () => [good()],
    { validationSplit: 0.5 },
    "invalid-argument",
    "only supported for tensors",
  ],
  [
    "an option in Keras's spelling",
    good,
    asOptions({ batch_size: 4 }),
    "unknown-name",
    'fit: argument not recognized: batch_size. Did you mean "batchSize"?',
  ],
  [
    "a loss that is NaN",
    () => ({ xs: tf.fill([2, 4], NaN), ys: labels(0, 1) }),
    {},
    "loss-not-finite",
    "the loss of epoch 0, batch 0 is NaN. The batch was not applied",
  ],
];

describe("fit refuses", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  it.each(rows)("%s", async (_title, data, options, code, text) => {
    const model = network(4);
    const before = model.getWeights().map((weight) => [...weight.dataSync()]);
    const trainer = compile(model, { optimizer: "adam", loss: scce, metrics: ["accuracy"] });
    const error: unknown = await trainer
      .fit(data(), { verbose: 0, shuffle: false, ...options })
      .catch((reason: unknown) => reason);
    expect(TrainingError.is(error) ? [error.code, error.message] : error).toEqual([
      code,
      expect.stringContaining(text),
    ]);
    if (options.validationData === undefined) {
      expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
    }
    // The trainer is as good as before.
    const { history } = await trainer.fit(good(), { verbose: 0 });
    expect(Number.isFinite(history["loss"]?.[0])).toBe(true);
  });

  it("inputs by names that the model does not have", async () => {
    const a = tf.input({ shape: [4], name: "left" });
    const b = tf.input({ shape: [4], name: "right" });
    const joined = tf.layers.concatenate().apply([a, b]) as tf.SymbolicTensor;
    const out = tf.layers.dense({ units: 3 }).apply(joined) as tf.SymbolicTensor;
    const trainer = compile(tf.model({ inputs: [a, b], outputs: out }), { loss: scce });
    const data = { xs: { left: inputs(), rigth: inputs() }, ys: labels(0, 1) };
    await expect(trainer.fit(data, { verbose: 0 })).rejects.toThrow(
      'xs lacks "right"; it has left, rigth',
    );
  });
});

describe("compile refuses", () => {
  const refusals: [string, object, string][] = [
    [
      "a loss",
      { loss: "sparse_categorical_crosentropy" },
      'Did you mean "sparseCategoricalCrossentropy"?',
    ],
    ["a metric", { loss: scce, metrics: ["presicion"] }, 'Did you mean "precision"?'],
    ["an optimizer", { loss: scce, optimizer: "adma" }, 'Did you mean "adam"?'],
    ["an output", { loss: { heed: scce } }, 'no output "heed". Did you mean "head"?'],
    [
      "an option",
      { loss: scce, metric: ["accuracy"] },
      'compile: argument not recognized: metric. Did you mean "metrics"?',
    ],
  ];

  it.each(refusals)("%s that it does not know, with the nearest", (_, options, message) => {
    const attempt = (): unknown => compile(network(4), options as CompileOptions);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(TrainingError);
  });
});

/** What is no model, no options and no numbers at all is refused in one sentence by every function of this package that takes one. */
import { itRefusesStrangeValues } from "@flowers-tools/testing/refusals";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { TrainingError } from "./errors";
import * as training from "./index";

const model = (): tf.LayersModel =>
  tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [1] })] });
const isRecord = (value: unknown): boolean =>
  value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value));
/** Records are options, so that a number stands for them. */
const noOptions = (value: never): never => (isRecord(value) ? (0 as never) : value);
const image = (): tf.Tensor => tf.zeros([1]);
const notLeftOut = (value: never): never => (value === undefined ? (NaN as never) : value);
/** What is left out, or null as Python's None, stands for the default. */
const notGiven = (value: never): never => (value ?? NaN) as never;
const noList = (value: never): never => (Array.isArray(value) ? ({} as never) : value);
const noFunction = (value: never): never => (typeof value === "function" ? (NaN as never) : value);
const noText = (value: never): never => (typeof value === "string" ? (NaN as never) : value);
const data = (): { xs: tf.Tensor; ys: tf.Tensor } => ({ xs: tf.ones([2, 1]), ys: tf.ones([2, 2]) });
const trainer = (): training.ModelTrainer => training.compile(model(), { loss: "mse" });

const settings = {
  fit: {
    ...{ epochs: 5, initialEpoch: 5, stepsPerEpoch: 5, validationSteps: 5, validationFreq: 5 },
    ...{ validationBatchSize: 5, batchSize: 5, validationSplit: NaN, shuffle: true },
    ...{ classWeight: {}, onNonFiniteLoss: "error", verbose: 1, signal: NaN, callbacks: [] },
    validationData: NaN,
  },
  evaluate: { batchSize: 5, steps: 5, verbose: 1, signal: NaN, callbacks: [] },
  predict: { batchSize: 5, steps: 5, verbose: 1, signal: NaN, callbacks: [] },
} as const;
/** Values of the table that an option takes stand aside for one that it does not. */
const unlessLike = (right: unknown, value: never): never => {
  if (value === undefined || value === null) return "x" as never;
  const isSame = typeof right === typeof value && Array.isArray(right) === Array.isArray(value);
  return (isSame && typeof right === "object" ? () => 1 : isSame ? "x" : value) as never;
};
const options = Object.entries(settings).flatMap(([method, rights]) =>
  Object.entries(rights).map(([name, right]): [string, (value: never) => unknown] => [
    `${name} of ${method}`,
    (value) => {
      const given: object = {
        verbose: 0,
        [name]:
          ["classWeight", "validationFreq"].includes(name) && Array.isArray(value)
            ? "x"
            : unlessLike(right, value),
      };
      if (method === "fit") return trainer().fit(data(), given);
      return method === "evaluate"
        ? trainer().evaluate(data(), given)
        : trainer().predict(data().xs, given);
    },
  ]),
);

/** Every class with options alone, made without any. */
const makers = [
  ...["Adam", "AdamW", "Adadelta", "Adagrad", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD"],
  ...["BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy", "Dice"],
  ...["BinaryFocalCrossentropy", "CategoricalFocalCrossentropy", "Tversky", "Huber", "Hinge"],
  ...["CategoricalGeneralizedCrossEntropy", "CategoricalHinge", "CosineSimilarity", "LogCosh"],
  ...["KLDivergence", "MeanAbsoluteError", "MeanAbsolutePercentageError", "MeanSquaredError"],
  ...["MeanSquaredLogarithmicError", "Poisson", "SquaredHinge", "Accuracy", "BinaryAccuracy"],
  ...["CategoricalAccuracy", "SparseCategoricalAccuracy", "SparseTopKCategoricalAccuracy"],
  ...["TopKCategoricalAccuracy", "AUC", "FalseNegatives", "FalsePositives", "TrueNegatives"],
  ...["TruePositives", "F1Score", "FBetaScore", "BinaryIoU", "Precision", "Recall", "Mean", "Sum"],
  ...["ConcordanceCorrelation", "CosineSimilarityMetric", "LogCoshError", "PearsonCorrelation"],
  ...["R2Score", "RootMeanSquaredError", "EarlyStopping", "ReduceLROnPlateau", "SwapEMAWeights"],
  ...["TerminateOnNaN", "ProgressLogger"],
] as const;
/** Classes and functions that cannot do without an argument. */
const needy = [
  ...["ConfusionMatrix", "IoU", "MeanIoU", "OneHotIoU", "OneHotMeanIoU", "PrecisionAtRecall"],
  ...["RecallAtPrecision", "SensitivityAtSpecificity", "SpecificityAtSensitivity"],
  ...["ModelCheckpoint", "BackupAndRestore", "CSVLogger", "TensorBoard", "LearningRateScheduler"],
  ...["LossMetric", "ProgressBar", "FrozenNetwork"],
] as const;
const schedules = [
  ...["cosineDecay", "cosineDecayRestarts", "exponentialDecay", "inverseTimeDecay"],
  ...["piecewiseConstantDecay", "polynomialDecay"],
] as const;
const made = [...makers, ...needy].map((name): [string, (value: never) => unknown] => [
  `new ${name}`,
  (value) => {
    const Made = training[name as "Adam"];
    const isNeedy = needy.some((each) => each === name);
    return new Made(isNeedy ? noText(noFunction(value)) : noOptions(value));
  },
]);

const calls: Readonly<Record<string, (value: never) => unknown>> = {
  compile: (value) => training.compile(value, { loss: "mse" }),
  "options of compile": (value) => training.compile(model(), noOptions(value)),
  summary: (value) => training.summary(value),
  "options of summary": (value) => training.summaryText(model(), noOptions(value)),
  unfreeze: (value) => training.unfreeze(value),
  "options of unfreeze": (value) => training.unfreeze(model(), noOptions(value)),
  toProbabilities: (value) => training.toProbabilities(value, tf.zeros([1, 2])),
  "an output": (value) => training.toProbabilities(model(), value),
  classify: (value) => training.classify(value, image(), ["a", "b"]),
  "class names": (value) => training.classify(model(), image(), value),
  "options of classify": (value) =>
    training.classify(model(), image(), ["a", "b"], noOptions(value)),
  calibrateTemperature: (value) => training.calibrateTemperature(value, [0]),
  "labels of calibrateTemperature": (value) => training.calibrateTemperature([0.5, 0.5], value),
  expectedCalibrationError: (value) => training.expectedCalibrationError(value, [0]),
  classWeightsFor: (value) => training.classWeightsFor(value),
  getOptimizer: (value) => training.getOptimizer(value),
  registerModelFormat: (value) => training.registerModelFormat(value, value),
  rowsOf: (value) => training.rowsOf(value, value, value),
  extractFeatures: (value) => training.extractFeatures(image(), value),
  "options of extractFeatures": (value) =>
    training.extractFeatures(image(), model(), noOptions(value)),
  compileFromKeras: (value) => training.compileFromKeras(value, { config: {} } as never),
  "a file": (value) => training.compileFromKeras(model(), value),
  compileToKeras: (value) => training.compileToKeras(value),
  folderStore: (value) => training.folderStore(noText(value)),
  getLoss: (value) => training.getLoss(noFunction(value)),
  ...Object.fromEntries(schedules.map((name) => [name, (value: never) => training[name](value)])),
  ...Object.fromEntries(made),
  ...Object.fromEntries(options),
  fit: (value) => trainer().fit(value, { verbose: 0 }),
  "a function for fit": (value) => trainer().fit(() => noList(value), { verbose: 0 }),
  "a batch of fit": (value) => trainer().fit([value], { verbose: 0 }),
  "options of fit": (value) => trainer().fit(data(), noOptions(value)),
  "a callback": (value) =>
    trainer().fit(data(), { callbacks: [isRecord(notLeftOut(value)) ? (1 as never) : value] }),
  "xs of fit": (value) => trainer().fit({ ...data(), xs: value }, { verbose: 0 }),
  "ys of fit": (value) => trainer().fit({ ...data(), ys: value }, { verbose: 0 }),
  "sampleWeight of fit": (value) =>
    trainer().fit({ ...data(), sampleWeight: notGiven(value) }, { verbose: 0 }),
  evaluate: (value) => trainer().evaluate(value),
  "options of evaluate": (value) => trainer().evaluate(data(), noOptions(value)),
  predict: (value) => trainer().predict(value),
  "options of predict": (value) => trainer().predict(data().xs, noOptions(value)),
  predictAll: (value) => trainer().predictAll(value),
  "options of predictAll": (value) => trainer().predictAll(data().xs, noOptions(value)),
  trainOnBatch: (value) => trainer().trainOnBatch(value),
  "options of trainOnBatch": (value) => trainer().trainOnBatch(data(), noOptions(value)),
  testOnBatch: (value) => trainer().testOnBatch(value),
  predictOnBatch: (value) => trainer().predictOnBatch(value),
  setState: (value) => trainer().setState(value),
  "lossWeights of compile": (value) =>
    training.compile(model(), { loss: "mse", lossWeights: value === 5 ? NaN : notGiven(value) }),
  "optimizer of compile": (value) =>
    training.compile(model(), { loss: "mse", optimizer: notLeftOut(value) }),
  "targets of a loss": (value) => new training.MeanSquaredError().compute(value, tf.ones([2])),
  "predictions of a loss": (value) => new training.MeanSquaredError().compute(tf.ones([2]), value),
  "values of Mean": (value) =>
    new training.Mean().updateState(typeof value === "number" ? ("x" as never) : noList(value)),
  "options of updateState": (value) => new training.Mean().updateState(1, noOptions(value)),
};

itRefusesStrangeValues(calls, (error) => TrainingError.is(error));

it("refuses a number in place of an optimizer's options, and options of a wrong type", () => {
  // tf.train.sgd(0.1) is tfjs's call: with options left unchecked, the rate would have stayed 0.01.
  expect(() => new training.SGD(0.1 as never)).toThrow(/options must be an object.*received 0\.1/);
  expect(() => new training.Adam({ epsilon: "1e-7" as never })).toThrow(
    'Adam: epsilon must be a finite number; received "1e-7".',
  );
  expect(() => new training.SGD({ moment: 0.9 } as never)).toThrow('Did you mean "momentum"?');
});

it("refuses a hook that nobody calls, in a plain callback", async () => {
  const onEpochEnd = (): void => undefined;
  await expect(
    trainer().fit(data(), { callbacks: [{ on_epoch_end: onEpochEnd } as never] }),
  ).rejects.toThrow('on_epoch_end. Did you mean "onEpochEnd"?');
  await trainer().fit(data(), { verbose: 0, callbacks: [{ onEpochEnd, onward: 1 } as never] });
});

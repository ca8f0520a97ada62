/** What is no model, no options and no numbers at all is refused in one sentence by every function of this package that takes one. */
import { itRefusesStrangeValues } from "@flowers-tools/testing/refusals";
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "./errors";
import * as training from "./index";

const model = (): tf.LayersModel =>
  tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [1] })] });
const isRecord = (value: unknown): boolean =>
  value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value));
/** Records are options, so that a number stands for them. */
const noOptions = (value: never): never => (isRecord(value) ? (0 as never) : value);
const image = (): tf.Tensor => tf.zeros([1]);

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
};

itRefusesStrangeValues(calls, (error) => TrainingError.is(error));

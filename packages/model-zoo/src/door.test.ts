/** What is no model and no options at all is refused in one sentence by every function of this package that takes one. */
import { itRefusesStrangeValues } from "@flowers-tools/testing/refusals";
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "./errors";
import * as zoo from "./index";

const model = (): tf.LayersModel =>
  tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });

const calls: Readonly<Record<string, (value: never) => unknown>> = {
  featureExtractor: (value) => zoo.featureExtractor(value, { numClasses: 2 }),
  "options of featureExtractor": (value) => zoo.featureExtractor(model(), value),
  headOf: (value) => zoo.headOf(value, model()),
  "headOf a base": (value) => zoo.headOf(model(), value),
  splitModel: (value) => zoo.splitModel(value, "x"),
  "splitModel at": (value) => zoo.splitModel(model(), value),
  registerModel: (value) => zoo.registerModel(value),
  buildModel: (value) => zoo.buildModel(value, { numClasses: 2 }),
  buildBackbone: (value) => zoo.buildBackbone(value),
  threeBlockCnn: (value) => zoo.threeBlockCnn(value),
  "options of efficientNetLite0": (value) =>
    zoo.efficientNetLite0(
      value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value))
        ? (0 as never)
        : value,
    ),
};

itRefusesStrangeValues(calls, (error) => ModelZooError.is(error));

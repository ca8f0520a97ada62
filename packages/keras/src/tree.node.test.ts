/** Whatever a package exports that Keras has, stands in the tree. */
import * as augmentation from "@flowers/augmentation";
import * as dataset from "@flowers/dataset";
import * as modelZoo from "@flowers/model-zoo";
import * as random from "@flowers/random";
import * as training from "@flowers/training";
import { expect, it } from "vitest";
import * as keras from "./index";

/** What the packages have beyond Keras, or for their own users, by package. */
const beyondKeras: Readonly<Record<string, readonly string[]>> = {
  augmentation: [
    "GeometricLayer",
    "GeometricPipeline",
    "geometricPipeline",
    "ImageLayer",
    "kerasLayers",
    "layerName",
    "optionsFromKeras",
    "projectiveTransform",
    "RandomLayer",
    "registerLayers",
    "resizeImages",
  ],
  dataset: [
    "AUTOTUNE",
    "cacheFolder",
    "findNearDuplicates",
    "ImageDataset",
    "INTERPOLATIONS",
    "walkFiles",
  ],
  "model-zoo": [
    "backboneCards",
    "buildBackbone",
    "buildModel",
    "efficientNetLite0Card",
    "featureExtractor",
    "headOf",
    "KerasLayer",
    "kerasLayers",
    "modelCards",
    "registerClasses",
    "registerModel",
    "SeededInitializer",
    "splitModel",
    "threeBlockCnnCard",
    "tutorialAugmentation",
  ],
  random: [
    "currentBatchRows",
    "datasetSeeds",
    "dropoutMask",
    "getRandomState",
    "globalRandom",
    "NumpyRandomState",
    "Philox",
    "PythonRandom",
    "setRandomState",
    "shuffleIndices",
    "ShuffleSeedGenerator",
    "reducedSeed",
    "sinFloat32",
    "statelessPhilox",
    "withBatchRows",
  ],
  training: [
    "calibrateTemperature",
    "classWeightsFor",
    "compileFromKeras",
    "compileToKeras",
    "ConfusionMatrix",
    "currentCluster",
    "expectedCalibrationError",
    "extractFeatures",
    "folderStore",
    "FrozenNetwork",
    "LossMetric",
    "MeanMetric",
    "ModelTrainer",
    "ProgressBar",
    "registerModelFormat",
    "summaryText",
    "toProbabilities",
    "TrainerCallback",
    "unfreeze",
    "rowsOf",
  ],
};

/** Every value of the tree, two levels deep. */
function valuesOf(tree: object, depth = 0): Set<unknown> {
  const values = new Set<unknown>();
  for (const value of Object.values(tree) as unknown[]) {
    values.add(value);
    const isNamespace = typeof value === "object" && value !== null && Symbol.toStringTag in value;
    if (isNamespace && depth < 3) for (const each of valuesOf(value, depth + 1)) values.add(each);
  }
  return values;
}

const placed = valuesOf(keras);

/** Names that begin with capitals, as TensorFlow.js and Keras's own functions spell them. */
const acronyms: Readonly<Record<string, string>> = {
  ELU: "elu",
  PReLU: "prelu",
  RMSNormalization: "rmsNormalization",
};

/** `RandomFlip` stands in the tree as `randomFlip`, the function that makes it; `Conv2D` as `conv2d`. */
const factoryOf = (name: string): string =>
  acronyms[name] ?? name.charAt(0).toLowerCase() + name.slice(1).replace("2D", "2d");

it.each(Object.entries({ augmentation, dataset, "model-zoo": modelZoo, random, training }))(
  "places what %s exports",
  (name, exported) => {
    const values = exported as unknown as Readonly<Record<string, unknown>>;
    const missing = Object.entries(values)
      .filter(([key, value]) => {
        if (beyondKeras[name]?.includes(key) || key.endsWith("Error")) return false;
        return !placed.has(value) && !placed.has(values[factoryOf(key)]);
      })
      .map(([key]) => key);
    expect(missing).toEqual([]);
  },
);

it("names nothing as missing that is not there", () => {
  const all = { augmentation, dataset, "model-zoo": modelZoo, random, training } as Record<
    string,
    object
  >;
  for (const [name, keys] of Object.entries(beyondKeras))
    for (const key of keys) expect(Object.keys(all[name] ?? {}), name).toContain(key);
});

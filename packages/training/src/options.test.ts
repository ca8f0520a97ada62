/** Every public loss, metric, callback and schedule, with every option misspelt, not a number, and of another type. */
import { describe, expect, it } from "vitest";
import { TrainingError } from "./errors";
import * as door from "./index";
import { editDistance } from "./names";

/** What fits an option; values of every other kind must be refused. */
type Kind = "flag" | "number" | "whole" | "text" | "function" | "choice" | "list" | "object";

interface Row {
  readonly make: (options: object) => unknown;
  /** Options that must be there. */
  readonly required?: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, Kind>>;
}

type Maker = new (...given: unknown[]) => object;
const made = door as unknown as Readonly<Record<string, Maker>>;
const given = (name: string): ((options: object) => unknown) => {
  const Made = made[name];
  if (!Made) throw new Error(`there is no ${name}`);
  return (options) => new Made(options);
};
const withFirst = (name: string, first: unknown): ((options: object) => unknown) => {
  const Made = made[name];
  if (!Made) throw new Error(`there is no ${name}`);
  return (options) => new Made(first, options);
};

const loss = { reduction: "choice", name: "text" } as const;
const smoothed = { ...loss, fromLogits: "flag", labelSmoothing: "number", axis: "whole" } as const;
const metric = { name: "text" } as const;
const thresholds = { ...metric, thresholds: "list" } as const;
const atConstraint = { ...metric, numThresholds: "whole", classId: "whole" } as const;
const iou = {
  dtype: "choice",
  ...metric,
  numClasses: "whole",
  ignoreClass: "whole",
  axis: "whole",
} as const;
const messages = { verbose: "choice", write: "function", onWarning: "function" } as const;

const rows: Readonly<Record<string, Row>> = {
  SparseCategoricalCrossentropy: {
    make: given("SparseCategoricalCrossentropy"),
    options: { ...loss, fromLogits: "flag", ignoreClass: "whole" },
  },
  CategoricalCrossentropy: { make: given("CategoricalCrossentropy"), options: smoothed },
  BinaryCrossentropy: { make: given("BinaryCrossentropy"), options: smoothed },
  BinaryFocalCrossentropy: {
    make: given("BinaryFocalCrossentropy"),
    options: { ...smoothed, applyClassBalancing: "flag", alpha: "number", gamma: "number" },
  },
  CategoricalFocalCrossentropy: {
    make: given("CategoricalFocalCrossentropy"),
    options: { ...smoothed, alpha: "list", gamma: "number" },
  },
  CategoricalGeneralizedCrossEntropy: {
    make: given("CategoricalGeneralizedCrossEntropy"),
    options: { ...loss, q: "number" },
  },
  Dice: { make: given("Dice"), options: { ...loss, axis: "list" } },
  Tversky: {
    make: given("Tversky"),
    options: { ...loss, axis: "list", alpha: "number", beta: "number" },
  },
  Huber: { make: given("Huber"), options: { ...loss, delta: "number" } },
  CosineSimilarity: { make: given("CosineSimilarity"), options: { ...loss, axis: "whole" } },
  ...Object.fromEntries(
    [
      "MeanSquaredError",
      "MeanAbsoluteError",
      "MeanAbsolutePercentageError",
      "MeanSquaredLogarithmicError",
      "LogCosh",
      "KLDivergence",
      "Poisson",
      "Hinge",
      "SquaredHinge",
      "CategoricalHinge",
    ].map((name) => [name, { make: given(name), options: loss }]),
  ),
  ...Object.fromEntries(
    [
      "Accuracy",
      "CategoricalAccuracy",
      "SparseCategoricalAccuracy",
      "RootMeanSquaredError",
      "LogCoshError",
    ].map((name) => [name, { make: given(name), options: metric }]),
  ),
  BinaryAccuracy: { make: given("BinaryAccuracy"), options: { ...metric, threshold: "number" } },
  SparseTopKCategoricalAccuracy: {
    make: given("SparseTopKCategoricalAccuracy"),
    options: { ...metric, k: "whole", fromSortedIds: "flag" },
  },
  TopKCategoricalAccuracy: {
    make: given("TopKCategoricalAccuracy"),
    options: { ...metric, k: "whole" },
  },
  ...Object.fromEntries(
    ["TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives"].map((name) => [
      name,
      { make: given(name), options: thresholds },
    ]),
  ),
  ...Object.fromEntries(
    ["Precision", "Recall"].map((name) => [
      name,
      {
        make: given(name),
        options: { ...thresholds, threshold: "number", classId: "whole", topK: "whole" },
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({
      SensitivityAtSpecificity: "specificity",
      SpecificityAtSensitivity: "sensitivity",
      PrecisionAtRecall: "recall",
      RecallAtPrecision: "precision",
    }).map(([name, own]) => [
      name,
      {
        make: given(name),
        required: { [own]: 0.5 },
        options: { ...atConstraint, [own]: "number" },
      },
    ]),
  ),
  AUC: {
    make: given("AUC"),
    options: {
      ...metric,
      numThresholds: "whole",
      thresholds: "list",
      curve: "choice",
      summationMethod: "choice",
      multiLabel: "flag",
      numLabels: "whole",
      labelWeights: "list",
      fromLogits: "flag",
    },
  },
  F1Score: {
    make: given("F1Score"),
    options: { ...metric, average: "choice", threshold: "number" },
  },
  FBetaScore: {
    make: given("FBetaScore"),
    options: { ...metric, average: "choice", threshold: "number", beta: "number" },
  },
  ConfusionMatrix: {
    make: given("ConfusionMatrix"),
    required: { numClasses: 2 },
    options: { ...metric, numClasses: "whole" },
  },
  Mean: { make: given("Mean"), options: metric },
  Sum: { make: given("Sum"), options: metric },
  MeanIoU: {
    make: given("MeanIoU"),
    required: { numClasses: 2 },
    options: { ...iou, sparseYTrue: "flag", sparseYPred: "flag" },
  },
  IoU: {
    make: given("IoU"),
    required: { numClasses: 2, targetClassIds: [0] },
    options: { ...iou, sparseYTrue: "flag", sparseYPred: "flag", targetClassIds: "list" },
  },
  OneHotIoU: {
    make: given("OneHotIoU"),
    required: { numClasses: 2, targetClassIds: [0] },
    options: { ...iou, sparseYPred: "flag", targetClassIds: "list" },
  },
  OneHotMeanIoU: {
    make: given("OneHotMeanIoU"),
    required: { numClasses: 2 },
    options: { ...iou, sparseYPred: "flag" },
  },
  BinaryIoU: {
    make: given("BinaryIoU"),
    options: { ...metric, targetClassIds: "list", threshold: "number", dtype: "choice" },
  },
  R2Score: {
    make: given("R2Score"),
    options: { ...metric, classAggregation: "choice", numRegressors: "whole" },
  },
  ...Object.fromEntries(
    ["CosineSimilarityMetric", "PearsonCorrelation", "ConcordanceCorrelation"].map((name) => [
      name,
      { make: given(name), options: { ...metric, axis: "whole" } },
    ]),
  ),
  EarlyStopping: {
    make: given("EarlyStopping"),
    options: {
      ...messages,
      monitor: "text",
      minDelta: "number",
      patience: "whole",
      mode: "choice",
      baseline: "number",
      restoreBestWeights: "flag",
      startFromEpoch: "whole",
    },
  },
  ReduceLROnPlateau: {
    make: given("ReduceLROnPlateau"),
    options: {
      ...messages,
      monitor: "text",
      factor: "number",
      patience: "whole",
      mode: "choice",
      minDelta: "number",
      cooldown: "whole",
      minLr: "number",
    },
  },
  LearningRateScheduler: {
    make: withFirst("LearningRateScheduler", () => 1),
    options: messages,
  },
  ModelCheckpoint: {
    make: withFirst("ModelCheckpoint", "a.json"),
    options: {
      ...messages,
      monitor: "text",
      saveBestOnly: "flag",
      saveWeightsOnly: "flag",
      mode: "choice",
      saveFreq: "choice",
      initialValueThreshold: "number",
      encode: "function",
      store: "object",
    },
  },
  BackupAndRestore: {
    make: withFirst("BackupAndRestore", "a"),
    options: { saveFreq: "choice", deleteCheckpoint: "flag", callbacks: "list", store: "object" },
  },
  CSVLogger: {
    make: withFirst("CSVLogger", "a.csv"),
    options: { separator: "choice", append: "flag", lineEnd: "choice", store: "object" },
  },
  TensorBoard: {
    make: withFirst("TensorBoard", "logs"),
    options: {
      updateFreq: "choice",
      writeStepsPerSecond: "flag",
      store: "object",
      clock: "function",
    },
  },
  SwapEMAWeights: { make: given("SwapEMAWeights"), options: { swapOnEpoch: "flag" } },
  TerminateOnNaN: {
    make: given("TerminateOnNaN"),
    options: { raiseError: "flag", write: "function" },
  },
  ...Object.fromEntries(
    (["exponentialDecay", "inverseTimeDecay"] as const).map((name) => [
      name,
      {
        make: (options: object) => door[name](options as door.DecayOptions),
        required: { initialLearningRate: 1, decaySteps: 2, decayRate: 0.5 },
        options: {
          initialLearningRate: "number",
          decaySteps: "number",
          decayRate: "number",
          staircase: "flag",
        },
      } satisfies Row,
    ]),
  ),
  piecewiseConstantDecay: {
    make: (options) => door.piecewiseConstantDecay(options as never),
    required: { boundaries: [1], values: [1, 2] },
    options: { boundaries: "list", values: "list" },
  },
  polynomialDecay: {
    make: (options) => door.polynomialDecay(options as never),
    required: { initialLearningRate: 1, decaySteps: 2 },
    options: {
      initialLearningRate: "number",
      decaySteps: "number",
      endLearningRate: "number",
      power: "number",
      cycle: "flag",
    },
  },
  cosineDecay: {
    make: (options) => door.cosineDecay(options as never),
    required: { initialLearningRate: 1, decaySteps: 2 },
    options: {
      initialLearningRate: "number",
      decaySteps: "number",
      alpha: "number",
      warmupTarget: "number",
      warmupSteps: "number",
    },
  },
  cosineDecayRestarts: {
    make: (options) => door.cosineDecayRestarts(options as never),
    required: { initialLearningRate: 1, firstDecaySteps: 2 },
    options: {
      initialLearningRate: "number",
      firstDecaySteps: "number",
      tMul: "number",
      mMul: "number",
      alpha: "number",
    },
  },
};

/** Values of every kind; those of an option's own kind are left out. */
const strange: readonly (readonly [kind: string, value: unknown])[] = [
  ["flag", true],
  ["flag", false],
  ["nothing", NaN],
  ["nothing", Infinity],
  ["text", "someting"],
  ["nothing", {}],
  ["nothing", [NaN]],
  ["nothing", ["a"]],
  ["function", () => 0],
  ["nothing", Symbol("s")],
];

/** Ways in which people write a name wrong: a letter too many, letters swapped, Python's spelling, capitals. */
function misspelt(name: string): string[] {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const swapped = name.slice(0, -2) + name.slice(-1) + name.slice(-2, -1);
  const capital = name.slice(0, 1).toUpperCase() + name.slice(1);
  return [snake, `${name}s`, swapped, capital].filter((each) => each !== name);
}

function refusal(work: () => unknown): TrainingError {
  let result: unknown;
  try {
    result = work();
  } catch (error) {
    expect(error, String(error)).toBeInstanceOf(TrainingError);
    return error as TrainingError;
  }
  throw new Error(`not refused: ${JSON.stringify(result)}`);
}

describe.each(Object.entries(rows))("options of %s", (name, { make, required = {}, options }) => {
  it("takes those that are required alone", () => {
    expect(() => make(required)).not.toThrow();
  });

  it.each(Object.keys(options))("%s misspelt is refused with the nearest name", (option) => {
    for (const wrong of misspelt(option)) {
      if (wrong in options) continue;
      const error = refusal(() => make({ ...required, [wrong]: 1 }));
      expect(error.code).toBe("unknown-name");
      expect(error.message).toContain(`: ${wrong}. Did you mean "`);
      const hasTwin = Object.keys(options).some(
        (each) => each !== option && editDistance(each, option) <= 4,
      );
      if (wrong !== `${option}s` && !hasTwin)
        expect(error.message).toContain(`Did you mean "${option}"?`);
    }
  });

  it.each(Object.entries(options))("%s (%s) refuses other kinds of values", (option, kind) => {
    for (const [other, value] of strange) {
      if (other === kind) continue;
      const error = refusal(() => make({ ...required, [option]: value }));
      expect(error.code).toBe("invalid-argument");
      expect(error.message).toContain(name.replace(/Metric$/, ""));
      expect(error.message, String(value)).toContain(`${option} must be`);
      expect(error.message).toMatch(/received .+\.$/s);
      expect(error.remedy).not.toBe("");
    }
  });

  it.each(Object.keys(required))("%s is required", (option) => {
    const { [option]: _, ...rest } = required as Record<string, unknown>;
    expect(refusal(() => make(rest)).message).toContain(`${option} must be`);
  });

  it("refuses anything but an object", () => {
    for (const value of [null, true, 3, "name", [1]]) {
      expect(refusal(() => make(value as unknown as object)).message).toContain(
        "options must be an object",
      );
    }
  });
});

it("the table has every public loss, metric and callback that has options", () => {
  const without = [
    "Loss",
    "Metric",
    "MeanMetric",
    "LossMetric",
    "TrainerCallback",
    "TrainingError",
    "History",
    "FrozenNetwork",
    "ModelTrainer",
    "ProgressBar",
    "ProgressLogger",
    "Optimizer",
  ];
  const optimizers = Object.entries(made).filter(
    ([, value]) => typeof value === "function" && value.prototype instanceof door.Optimizer,
  );
  const classes = Object.entries(made)
    .filter(([name, value]) => typeof value === "function" && /^[A-Z]/.test(name))
    .map(([name]) => name)
    .filter((name) => !without.includes(name) && !optimizers.some(([other]) => other === name));
  expect(classes.filter((name) => !(name in rows))).toEqual([]);
});

describe("arguments before the options", () => {
  it.each([
    [() => new door.CSVLogger(""), "path must be"],
    [() => new door.CSVLogger(null as unknown as string), "path must be"],
    [() => new door.TensorBoard(3 as unknown as string), "logDir must be"],
    [() => new door.BackupAndRestore(null as unknown as string), "backupDir must be"],
    [() => new door.ModelCheckpoint(null as unknown as string), "filepath must be"],
    [() => new door.LearningRateScheduler(0.1 as unknown as () => number), "schedule must be"],
  ])("are checked %#", (work, message) => {
    expect(refusal(work).message).toContain(message);
  });
});

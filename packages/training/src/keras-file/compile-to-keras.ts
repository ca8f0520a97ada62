/** What Keras would write of a trainer's compile settings and optimizer. */
import { TrainingError } from "../errors";
import { FunctionLoss } from "../losses/function-loss";
import type { LossLike } from "../losses/get-loss";
import { Loss } from "../losses/loss";
import type { MetricLike } from "../metrics/get-metric";
import { LossMetric } from "../metrics/mean-metric";
import { Metric } from "../metrics/metric";
import { snakeCase } from "../names";
import type { Optimizer } from "../optimizers/optimizer";
import { type LearningRateSchedule, scheduleSettings } from "../optimizers/schedules";
import { show } from "../options";
import { ModelTrainer } from "../trainer/model-trainer";
import { lossTable } from "./loss-table";
import { metricTable } from "./metric-table";
import { commonSettings, optimizerTable } from "./optimizer-table";
import { camelCase, type JsonObject, type JsonValue } from "./saved";
import { variablesOf, type WrittenVariable } from "./slots";

/** Options of `fromLayersModel` and `saveKeras` of @flowers/keras-format. */
export interface KerasCompile {
  readonly optimizer: {
    readonly className: string;
    readonly config: JsonObject;
    readonly variables: readonly WrittenVariable[];
  };
  readonly compile: JsonObject;
  /** What Keras has no settings for, such as a loss of the user's own; it is left out. */
  readonly left: readonly string[];
}

const unknown = (what: string): TrainingError =>
  new TrainingError("unknown-name", `compileToKeras: ${what} is not one of Keras's.`, {
    remedy: "Save the model without its optimizer, or train it with one of Keras's.",
  });

const object = (module: string, className: string, config: JsonObject): JsonObject => ({
  module,
  class_name: className,
  config,
  registered_name: null,
});

/** A value of an option, with the spellings of Keras. */
function jsonOf(value: unknown): JsonValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return spelled(value);
  if (Array.isArray(value)) return value.map(jsonOf);
  return value as number | boolean;
}

/** `"sumOverBatchSize"` and the like; names of curves, such as `"ROC"`, stay. */
const spelled = (value: string): string => (/^[a-z]/.test(value) ? snakeCase(value) : value);

const settingsOf = (made: object, names: readonly string[]): JsonObject =>
  Object.fromEntries(
    names.map((name) => [name, jsonOf((made as Record<string, unknown>)[camelCase(name)])]),
  );

/** The settings that an object has; those that Keras gives no value are left out. */
const givenSettings = (made: object, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(settingsOf(made, names)).filter(([, value]) => value !== null));

function scheduleOf(schedule: LearningRateSchedule): JsonObject {
  const found = scheduleSettings(schedule);
  if (!found) throw unknown("a schedule of the user's own");
  const config = Object.fromEntries(
    Object.entries(found.options).map(([key, value]) => [snakeCase(key), jsonOf(value)]),
  );
  return object("keras.optimizers.schedules", found.className, config);
}

function optimizerConfig(optimizer: Optimizer): JsonObject {
  const row = optimizerTable[optimizer.className];
  if (!row) throw unknown(`the optimizer ${optimizer.className}`);
  const { schedule } = optimizer;
  return {
    name: optimizer.name,
    learning_rate: schedule ? scheduleOf(schedule) : Math.fround(optimizer.learningRate),
    ...settingsOf(optimizer, commonSettings),
    ...settingsOf(optimizer, row.settings),
  };
}

/** Losses that Keras has as metrics too, under the same name. */
const alsoMetrics =
  /^(MeanSquaredError|MeanAbsoluteError|MeanAbsolutePercentageError|MeanSquaredLogarithmicError|KLDivergence|Poisson|BinaryCrossentropy|CategoricalCrossentropy|SparseCategoricalCrossentropy|Hinge|SquaredHinge|CategoricalHinge)$/;

function lossOf(loss: LossLike): JsonValue | null {
  if (typeof loss === "string") return snakeCase(loss);
  const row = loss instanceof Loss ? lossTable[loss.className] : undefined;
  if (!(loss instanceof Loss) || loss instanceof FunctionLoss || !row) return null;
  return object("keras.losses", loss.className, {
    name: loss.name,
    reduction: jsonOf(loss.reduction),
    ...givenSettings(loss, row.settings),
  });
}

function metricOf(metric: MetricLike): JsonValue | null {
  if (typeof metric === "string") return snakeCase(metric);
  if (metric instanceof LossMetric) {
    const inner = lossTable[metric.loss.className];
    if (!inner) return null;
    if (!alsoMetrics.test(metric.loss.className)) return lossOf(metric.loss);
    const settings = givenSettings(metric.loss, inner.settings);
    return object("keras.metrics", metric.loss.className, { name: metric.name, ...settings });
  }
  if (metric instanceof Loss) return lossOf(metric);
  const row = metric instanceof Metric ? metricTable[metric.className] : undefined;
  if (!(metric instanceof Metric) || !row) return null;
  const { thresholds, ...settings } = givenSettings(metric, row.settings);
  // An AUC's first and last lie outside of 0 to 1, and Keras adds them itself.
  const own = metric.className === "AUC" && Array.isArray(thresholds);
  return object("keras.metrics", metric.className, {
    name: metric.name,
    ...settings,
    ...(thresholds === undefined
      ? {}
      : { thresholds: own ? (thresholds as number[]).slice(1, -1) : thresholds }),
  });
}

/** The same lists and records with every entry written; what has no counterpart is null, or left out of a list of metrics. */
function each<T>(value: unknown, write: (value: T) => JsonValue | null): JsonValue {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map((inner) => each(inner, write));
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, each(inner, write)]),
    );
  return write(value as T);
}

const withoutNulls = (value: JsonValue): JsonValue =>
  Array.isArray(value)
    ? (value as JsonValue[]).filter((inner) => inner !== null).map(withoutNulls)
    : value;

/**
 * Optimizer, losses and metrics of a trainer as Keras writes them, with the optimizer's variables: options for `saveKeras` and
 * `fromLayersModel` of @flowers/keras-format, so that Keras continues training. A trainer that has not trained yet gets its
 * slots. Nothing to dispose of.
 *
 * @throws TrainingError `unknown-name` for an optimizer or a schedule of the user's own
 *
 * @example
 * await writeFile("flowers.keras", await saveKeras(model, await compileToKeras(trainer)));
 */
export async function compileToKeras(trainer: ModelTrainer): Promise<KerasCompile> {
  if (!((trainer as unknown) instanceof ModelTrainer)) {
    throw new TrainingError(
      "invalid-argument",
      `compileToKeras: trainer must be what compile gives; received ${show(trainer)}.`,
    );
  }
  const { optimizer, model, objective } = trainer;
  const config = optimizerConfig(optimizer);
  optimizer.build(model.trainableWeights);
  const { optimizer: state } = await trainer.getState();
  const left: string[] = [];
  const kept =
    <T>(what: string, write: (value: T) => JsonValue | null) =>
    (value: T): JsonValue | null => {
      const found = write(value);
      if (found === null) left.push(`${what} ${(value as { name?: string }).name ?? ""}`.trim());
      return found;
    };
  const { loss, lossWeights, metrics, weightedMetrics } = objective.options;
  return {
    optimizer: { className: optimizer.className, config, variables: variablesOf(optimizer, state) },
    compile: {
      loss: each(loss, kept("loss", lossOf)),
      loss_weights: each(lossWeights, (value: number) => value),
      metrics: withoutNulls(each(metrics, kept("metric", metricOf))),
      weighted_metrics: withoutNulls(each(weightedMetrics, kept("metric", metricOf))),
    },
    left,
  };
}

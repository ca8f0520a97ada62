/** Goes on where a file of Keras stopped: its compile settings, and its optimizer's variables. */
import type * as tf from "@tensorflow/tfjs";
import { compile, type CompileOptions } from "../compile";
import { TrainingError } from "../errors";
import type { LossLike } from "../losses/get-loss";
import type { MetricLike } from "../metrics/get-metric";
import type { ModelTrainer } from "../trainer/model-trainer";
import { type Found, readLoss, readMetric, readOptimizer } from "./read-objects";
import { isList, isObject, type JsonObject, type JsonValue, type SavedTraining } from "./saved";
import { kerasOrder, stateOf } from "./slots";
import { show } from "../options";
import { requireModel, requireOptions } from "../require-model";

/** Options of {@link compileFromKeras}: those of `compile` stand in for what the file says. */
export interface CompileFromKerasOptions extends CompileOptions {
  /**
   * Whether what cannot be carried over, such as a loss of the user's own, is refused. Default true. With false it is left out,
   * and `onNote` is told.
   */
  readonly strict?: boolean;
  /** Told of everything that is not as the file has it. */
  readonly onNote?: (note: string) => void;
}

/** Says what is not carried over, or refuses. */
type Leave = (reason: string) => void;

/**
 * `compile` with the optimizer, losses and metrics of a file that Keras saved, and with the optimizer's state, so that `fit`
 * continues as Keras would. `model` is the file's, from `toLayersModel` of @flowers/keras-format; it stays the caller's.
 *
 * @param file what `readKeras` of @flowers/keras-format gives, for `.keras` and whole `.h5` files
 * @throws TrainingError `invalid-argument` for a file without compile settings; `unknown-name` for a loss, metric or optimizer
 *   that is not among this package's; `state-mismatch` for variables that do not fit the model
 *
 * @example
 * const file = await readKeras(await readFile("flowers.keras"));
 * const model = toLayersModel(file, { layers: kerasLayers });
 * const trainer = compileFromKeras(model, file);
 * await trainer.fit(train, { epochs: 2 });
 */
export function compileFromKeras(
  model: tf.LayersModel,
  file: SavedTraining,
  options: CompileFromKerasOptions = {},
): ModelTrainer {
  requireModel("compileFromKeras", model);
  requireOptions("compileFromKeras", options);
  const { strict = true, onNote, ...given } = options;
  if (!isObject((file as SavedTraining | undefined)?.config)) {
    throw new TrainingError(
      "invalid-argument",
      `compileFromKeras: expected what readKeras gives; received ${show(file)}.`,
    );
  }
  const leave =
    (code: "unknown-name" | "state-mismatch", remedy: string): Leave =>
    (reason) => {
      onNote?.(reason);
      if (strict) throw new TrainingError(code, `compileFromKeras: ${reason}.`, { remedy });
    };
  const compiled = file.config["compile_config"];
  if (!isObject(compiled)) {
    throw new TrainingError("invalid-argument", "compileFromKeras: the model was not compiled.", {
      remedy: "Call compile(model, { optimizer, loss }) instead.",
    });
  }
  const own = leave(
    "unknown-name",
    "Give it as an option of compileFromKeras, or pass strict: false to leave it out.",
  );
  const read = { ...settingsOf(compiled, file.config, given, own), ...given };
  const trainer = compile(model, read);
  if (given.optimizer === undefined && file.optimizer) {
    continueOptimizer(
      trainer,
      file,
      leave("state-mismatch", "Pass strict: false to start the optimizer afresh."),
    );
  }
  return trainer;
}

function settingsOf(
  compiled: JsonObject,
  model: JsonObject,
  given: CompileOptions,
  leave: Leave,
): CompileOptions {
  const take = <T>(found: Found<T>): T | undefined => {
    if ("value" in found) return found.value;
    leave(found.reason);
    return undefined;
  };
  const outputs = dictOutputs(model);
  const entry = (key: string): JsonValue => inOrder(compiled[key] ?? null, outputs);
  const loss = given.loss === undefined ? eachLoss(entry("loss"), (v) => take(readLoss(v))) : null;
  const metrics = (key: "metrics" | "weighted_metrics"): CompileOptions["metrics"] =>
    eachMetric(entry(key), (v) => take(readMetric(v)));
  const weights = entry("loss_weights") as CompileOptions["lossWeights"];
  const saved = compiled["optimizer"];
  const optimizer = given.optimizer === undefined ? take(readSavedOptimizer(saved)) : undefined;
  return {
    ...(optimizer === undefined ? {} : { optimizer }),
    loss,
    ...(weights === null ? {} : { lossWeights: weights }),
    ...(given.metrics === undefined ? { metrics: metrics("metrics") } : {}),
    ...(given.weightedMetrics === undefined
      ? { weightedMetrics: metrics("weighted_metrics") }
      : {}),
  };
}

function readSavedOptimizer(saved: JsonValue | undefined): ReturnType<typeof readOptimizer> {
  if (typeof saved === "string") return readOptimizer(saved, {});
  const className = isObject(saved) ? saved["class_name"] : undefined;
  const config = isObject(saved) ? saved["config"] : undefined;
  if (typeof className !== "string" || !isObject(config))
    return { reason: "the file names no optimizer" };
  return readOptimizer(className, config);
}

/** The names of a model's outputs where it gives them by name, in the order of its list. */
function dictOutputs({ config }: JsonObject): readonly string[] | null {
  const outputs = isObject(config) ? config["output_layers"] : undefined;
  return isObject(outputs) ? Object.keys(outputs).sort() : null;
}

const isNamed = (value: JsonValue): boolean =>
  isObject(value) && typeof value["class_name"] === "string";

/** Settings by the names of a model's outputs, as a list in their order. */
function inOrder(value: JsonValue, outputs: readonly string[] | null): JsonValue {
  if (!outputs || !isObject(value) || isNamed(value)) return value;
  return outputs.map((name) => value[name] ?? null);
}

type EachLoss = LossLike | null | undefined;

function eachLoss(value: JsonValue, read: (value: JsonValue) => EachLoss): CompileOptions["loss"] {
  if (isList(value)) return value.map((each) => read(each) ?? null);
  if (!isObject(value) || isNamed(value)) return read(value) ?? null;
  const entries = Object.entries(value).map(([name, each]) => [name, read(each) ?? null]);
  return Object.fromEntries(entries) as Record<string, LossLike | null>;
}

function eachMetric(
  value: JsonValue,
  read: (value: JsonValue) => MetricLike | undefined,
): CompileOptions["metrics"] {
  const list = (values: readonly JsonValue[]): MetricLike[] =>
    values.flatMap((each) => {
      const found = each === null ? undefined : read(each);
      return found === undefined ? [] : [found];
    });
  const some = (each: JsonValue): MetricLike[] => list(isList(each) ? each : [each]);
  if (value === null) return null;
  if (isList(value)) return value.some(isList) ? value.map(some) : list(value);
  if (!isObject(value) || isNamed(value)) return some(value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, some(each)]));
}

/** Puts the file's variables into the optimizer. Without any it starts as a new one. */
function continueOptimizer(
  { model, optimizer }: ModelTrainer,
  { layers, optimizer: saved }: SavedTraining,
  leave: Leave,
): void {
  if (!saved || saved.variables.length === 0) return;
  const weights = model.trainableWeights;
  const order = kerasOrder(model, layers);
  if (!order) {
    leave("the file's layers are not those of the model, so the optimizer starts afresh");
    return;
  }
  optimizer.build(weights);
  const state = stateOf(optimizer, weights, order, saved);
  if ("reason" in state) leave(`${state.reason}, so the optimizer starts afresh`);
  else optimizer.setState(state);
}

/** Losses, metrics, optimizers and schedules of a file's compile settings, as this package's own. */
import type { LossLike } from "../losses/get-loss";
import { LossMetric } from "../metrics/mean-metric";
import type { MetricLike } from "../metrics/get-metric";
import { plainName } from "../names";
import type { Optimizer } from "../optimizers/optimizer";
import type { LearningRateSchedule } from "../optimizers/schedules";
import { type ClassRow, lossTable } from "./loss-table";
import { metricTable } from "./metric-table";
import { commonSettings, optimizerTable, scheduleTable } from "./optimizer-table";
import { camelCase, isObject, type JsonObject, type JsonValue, namedObject } from "./saved";

/** What was read, or why it could not be. */
export type Found<T> = { readonly value: T } | { readonly reason: string };

const short = (value: JsonValue | undefined): string => JSON.stringify(value ?? null).slice(0, 120);

/** Keras's class or function of a name, whatever its spelling; files of Keras 2 have short names too. */
function rowFor<T>(table: Readonly<Record<string, T>>, name: string): [string, T] | undefined {
  const plain = plainName(name);
  const wanted = shortNames[plain] ?? plain;
  return Object.entries(table).find(([known]) => plainName(known) === wanted);
}

const shortNames: Readonly<Record<string, string>> = {
  bce: "binarycrossentropy",
  binaryio: "binaryiou",
  kld: "kldivergence",
  kullbackleiblerdivergence: "kldivergence",
  mae: "meanabsoluteerror",
  mape: "meanabsolutepercentageerror",
  mse: "meansquarederror",
  msle: "meansquaredlogarithmicerror",
};

/** A file's settings as options: those that the class has and that are not null, with the name. */
function optionsOf(settings: readonly string[], config: JsonObject): Record<string, unknown> {
  const known = [...settings, "name"].filter((key) => (config[key] ?? null) !== null);
  return Object.fromEntries(known.map((key) => [camelCase(key), config[key]]));
}

function made<T>(what: string, name: string, make: () => T): Found<T> {
  try {
    return { value: make() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { reason: `${what} ${name} cannot be made: ${message}` };
  }
}

const instance = <T>(what: string, name: string, row: ClassRow<T>, config: JsonObject): Found<T> =>
  made(what, name, () => row.make(optionsOf(row.settings, config)));

/** "crossentropy" and the like stay texts, which `compile` knows. */
const decidedByShape = /^(accuracy|acc|crossentropy|ce)$/;

export function readLoss(value: JsonValue): Found<LossLike | null> {
  if (value === null) return { value: null };
  const named = namedObject(value);
  if (named && decidedByShape.test(plainName(named.name))) return { value: named.name };
  const found = named && rowFor(lossTable, named.name);
  if (!named || !found) return { reason: `the loss ${named?.name ?? short(value)} is not known` };
  const { config } = named;
  // Keras 2 decided "auto" by where the loss ran: outside of a distribution strategy it was this one.
  const reduction = config["reduction"] === "auto" ? "sum_over_batch_size" : config["reduction"];
  return instance("the loss", found[0], found[1], {
    ...config,
    ...(reduction === undefined ? {} : { reduction }),
  });
}

export function readMetric(value: JsonValue): Found<MetricLike> {
  const named = namedObject(value);
  if (!named) return { reason: `the metric ${short(value)} is not known` };
  const { name, config } = named;
  if (typeof value === "string" && decidedByShape.test(plainName(name))) return { value: name };
  if (name === "MeanMetricWrapper") {
    const inner = namedObject(config["fn"]);
    return inner
      ? readMetric({ class_name: inner.name, config: { ...inner.config, ...nameIn(config) } })
      : { reason: `the metric ${short(value)} wraps a function that is not known` };
  }
  const found = rowFor(metricTable, name);
  const logged = typeof value === "string" ? { name: value } : nameIn(config);
  if (found) {
    const [known, row] = found;
    const { num_thresholds: count, ...rest } = config;
    // The two say one thing; a file of an AUC with thresholds of its own has both.
    const settings = "thresholds" in rest && known === "AUC" ? rest : { ...rest, ...some(count) };
    return instance("the metric", known, row, { ...settings, ...logged });
  }
  const loss = rowFor(lossTable, name);
  if (!loss) return { reason: `the metric ${name} is not known` };
  const { name: _name, ...settings } = config;
  const inner = instance("the metric", loss[0], loss[1], settings);
  if ("reason" in inner) return inner;
  return { value: new LossMetric(inner.value, logged["name"] ?? undefined) };
}

const nameIn = (config: JsonObject): { readonly name?: string } =>
  typeof config["name"] === "string" ? { name: config["name"] } : {};

const some = (count: JsonValue | undefined): JsonObject =>
  count === undefined ? {} : { num_thresholds: count };

export function readOptimizer(className: string, config: JsonObject): Found<Optimizer> {
  const inner = namedObject(config["inner_optimizer"]);
  if (className === "LossScaleOptimizer" && inner) return readOptimizer(inner.name, inner.config);
  const found = rowFor(optimizerTable, className.replace(/^.*>/, "").replace(/(v2|Legacy)$/i, ""));
  if (!found) return { reason: `the optimizer ${className} is not among this package's` };
  const [name, row] = found;
  const rate = readRate(config["learning_rate"] ?? config["lr"]);
  if ("reason" in rate) return rate;
  const options = optionsOf([...commonSettings, ...row.settings], config);
  // Off in both, and refused by ours where Keras 2 wrote it as false.
  if (options["gradientAccumulationSteps"] === 0) delete options["gradientAccumulationSteps"];
  if (options["weightDecay"] === false) delete options["weightDecay"];
  return made("the optimizer", name, () =>
    row.make(rate.value === undefined ? options : { ...options, learningRate: rate.value }),
  );
}

function readRate(value: JsonValue | undefined): Found<number | LearningRateSchedule | undefined> {
  if (value === undefined || typeof value === "number") return { value };
  const named = isObject(value) ? namedObject(value) : null;
  const schedule = named && scheduleTable[named.name];
  if (!named || !schedule)
    return { reason: `the learning rate ${named?.name ?? short(value)} is not known` };
  const settings = Object.entries(named.config).filter(
    ([key, each]) => key !== "name" && each !== null,
  );
  const options = Object.fromEntries(settings.map(([key, each]) => [camelCase(key), each]));
  return made("the learning rate", named.name, () => schedule(options as never));
}

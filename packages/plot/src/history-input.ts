/** Everything that counts as a training history, brought into one shape. */
import { parseCsv } from "./csv";
import { PlotError } from "./errors";
import { accuracyKeys, epochKey, learningRateKeys } from "./metrics";

/** One metric per key, one number per epoch: Keras keys (`accuracy`, `val_accuracy`) or tfjs keys (`acc`, `val_acc`). */
export type HistoryRecord = Readonly<Record<string, ArrayLike<unknown>>>;

/** One run: a record, an object that carries one as `history` (as `fit` returns), or the text of a CSV log. */
export type HistoryInput =
  | HistoryRecord
  | { readonly history: HistoryRecord; readonly epoch?: ArrayLike<number> }
  | string;

/** One run, or several by name. */
export type HistoriesInput = HistoryInput | Readonly<Record<string, HistoryInput>>;

/** The training and validation values of one metric; an absent one is empty. */
export interface Curves {
  readonly training: readonly number[];
  readonly validation: readonly number[];
}

/** One run in the shape that everything else in this package takes. */
export interface Run {
  /** Empty for a single run without a name. */
  readonly name: string;
  /** The number on the horizontal axis of each epoch, if the input carries it. */
  readonly epochs: readonly number[] | undefined;
  /** By metric: `accuracy` (whichever spelling it came in), `loss`, and every other key, in the input's order. */
  readonly metrics: ReadonlyMap<string, Curves>;
}

/** The curves of one metric of a run; a run without it has empty ones. */
export function curvesOf(run: Run, metric: string): Curves {
  return run.metrics.get(metric) ?? { training: [], validation: [] };
}

/**
 * Reads one run or several.
 *
 * @throws PlotError `invalid-history` if nothing in `input` is a metric.
 */
export function readRuns(input: HistoriesInput): Run[] {
  if (typeof input === "string") return [readRun("", input)];
  if (typeof input !== "object" || input === null || isList(input)) {
    throw new PlotError(
      "invalid-history",
      `history must be an object or the text of a CSV log. Received: ${nameOf(input)}`,
    );
  }
  if (isList((input as { readonly history?: unknown }).history)) {
    throw new PlotError(
      "invalid-history",
      "history.history must be an object with a list of numbers for each metric. Received: a list",
    );
  }
  if (isHistoryObject(input) || Object.values(input).every(isList))
    return [readRun("", input as HistoryInput)];
  if (Object.values(input).some((value) => isList(value) || isNumber(value))) {
    const wrong = Object.entries(input).find(([, value]) => !isList(value));
    throw new PlotError(
      "invalid-history",
      `history.${wrong?.[0] ?? ""} must be a list of numbers, one for each epoch. Received: ${nameOf(wrong?.[1])}`,
    );
  }
  return Object.entries(input as Record<string, HistoryInput>).map(([name, run]) =>
    readRun(name, run),
  );
}

function readRun(name: string, input: HistoryInput): Run {
  const where = name === "" ? "history" : `history "${name}"`;
  if (typeof input !== "string" && (typeof input !== "object" || input === null || isList(input))) {
    throw new PlotError(
      "invalid-history",
      `${where} must be an object or the text of a CSV log. Received: ${nameOf(input)}`,
    );
  }
  const wrapped = typeof input !== "string" && isHistoryObject(input) ? input : undefined;
  const record: HistoryRecord =
    typeof input === "string" ? parseCsv(input) : (wrapped?.history ?? (input as HistoryRecord));
  const columns = new Map(
    Object.entries(record).map(([key, values]) => {
      if (!isList(values)) {
        throw new PlotError(
          "invalid-history",
          `${where}.${key} must be a list of numbers, one for each epoch. Received: ${nameOf(values)}`,
        );
      }
      return [key, toNumbers(`${where}.${key}`, values)];
    }),
  );
  const epochs =
    wrapped?.epoch === undefined ? columns.get(epochKey) : readEpochs(where, wrapped.epoch);
  const metrics = readMetrics(columns);
  // An empty record is a run that has not finished its first epoch; columns of which none is a metric are a mistake.
  if ([...metrics.keys()].every((key) => learningRateKeys.some((rate) => rate === key))) {
    throw new PlotError(
      "invalid-history",
      `${where} must have at least one of loss, accuracy (or acc), val_loss, val_accuracy (or val_acc) or another metric. Received keys: ${[...columns.keys()].join(", ") || "none"}`,
    );
  }
  return { name, epochs: epochs?.length === 0 ? undefined : epochs, metrics };
}

/** Training and validation of each metric, accuracy in one place whatever its spelling. */
function readMetrics(columns: ReadonlyMap<string, readonly number[]>): Map<string, Curves> {
  const isValidation = (key: string): boolean => key.startsWith("val_") && key.length > 4;
  const bare = (key: string): string => (isValidation(key) ? key.slice(4) : key);
  const keys = [...columns.keys()].filter((key) => key !== epochKey).map(bare);
  const accuracy = accuracyKeys.find((key) => keys.includes(key));
  return new Map(
    keys.map((key) => [
      key === accuracy ? "accuracy" : key,
      {
        training: columns.get(key) ?? [],
        validation: columns.get(`val_${key}`) ?? [],
      },
    ]),
  );
}

function readEpochs(where: string, epoch: unknown): number[] {
  if (!isList(epoch)) {
    throw new PlotError(
      "invalid-history",
      `${where}.epoch must be a list of numbers. Received: ${nameOf(epoch)}`,
    );
  }
  return toNumbers(`${where}.epoch`, epoch);
}

function isHistoryObject(
  value: object,
): value is { readonly history: HistoryRecord; readonly epoch?: ArrayLike<number> } {
  const inner = (value as { history?: unknown }).history;
  return (
    typeof inner === "object" &&
    inner !== null &&
    !isList(inner) &&
    Object.values(inner).every(isList)
  );
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function toNumbers(where: string, values: ArrayLike<unknown>): number[] {
  return Array.from(values, (value, index) => {
    if (value === null || value === undefined) return NaN;
    if (typeof value === "number") return value;
    throw new PlotError(
      "invalid-history",
      `${where}[${index}] must be a number. Received: ${typeof value === "string" ? JSON.stringify(value) : typeof value}`,
    );
  });
}

function nameOf(value: unknown): string {
  if (isList(value)) return value.length === 0 ? "an empty list" : "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

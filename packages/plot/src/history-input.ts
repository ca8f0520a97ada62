/** Everything that counts as a training history, brought into one shape. */

import { parseCsv } from "./csv";
import { PlotError } from "./errors";

/** One metric per key, one number per epoch: Keras keys (`accuracy`, `val_accuracy`) or tfjs keys (`acc`, `val_acc`). */
export type HistoryRecord = Readonly<Record<string, ArrayLike<unknown>>>;

/** One run: a record, an object that carries one as `history` (as `fit` returns), or the text of a CSV log. */
export type HistoryInput =
  HistoryRecord | { readonly history: HistoryRecord; readonly epoch?: ArrayLike<number> } | string;

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
  readonly accuracy: Curves;
  readonly loss: Curves;
}

/**
 * Reads one run or several.
 *
 * @throws PlotError `invalid-history` if nothing in `input` is an accuracy or a loss.
 */
export function readRuns(input: HistoriesInput): Run[] {
  if (typeof input === "string") return [readRun("", input)];
  if (typeof input !== "object" || input === null) {
    throw new PlotError(
      "invalid-history",
      `history must be an object or the text of a CSV log. Received: ${String(input)}`,
    );
  }
  if (isHistoryObject(input) || Object.values(input).every(isList))
    return [readRun("", input as HistoryInput)];
  return Object.entries(input as Record<string, HistoryInput>).map(([name, run]) =>
    readRun(name, run),
  );
}

function readRun(name: string, input: HistoryInput): Run {
  const where = name === "" ? "history" : `history "${name}"`;
  if (typeof input !== "string" && (typeof input !== "object" || input === null)) {
    throw new PlotError(
      "invalid-history",
      `${where} must be an object or the text of a CSV log. Received: ${String(input)}`,
    );
  }
  const csv = typeof input === "string" ? parseCsv(input) : undefined;
  const wrapped = typeof input !== "string" && isHistoryObject(input) ? input : undefined;
  const record: HistoryRecord = csv ?? wrapped?.history ?? (input as HistoryRecord);
  const column = (...keys: string[]): number[] => {
    for (const key of keys) {
      const values = Object.hasOwn(record, key) ? record[key] : undefined;
      if (values !== undefined) return toNumbers(`${where}.${key}`, values);
    }
    return [];
  };
  const run: Run = {
    name,
    epochs: firstFull(csv?.["epoch"], wrapped?.epoch),
    accuracy: {
      training: column(...accuracyKeys),
      validation: column(...accuracyKeys.map((key) => `val_${key}`)),
    },
    loss: { training: column("loss"), validation: column("val_loss") },
  };
  const known = [run.accuracy, run.loss].flatMap((curves) => [curves.training, curves.validation]);
  // An empty record is a run that has not finished its first epoch; other keys alone are a mistake.
  if (known.every((values) => values.length === 0) && !hasKnownKey(record)) {
    throw new PlotError(
      "invalid-history",
      `${where} must have at least one of loss, accuracy (or acc), val_loss, val_accuracy (or val_acc). Received keys: ${Object.keys(record).join(", ") || "none"}`,
    );
  }
  return run;
}

const accuracyKeys = [
  "accuracy",
  "acc",
  "sparse_categorical_accuracy",
  "categorical_accuracy",
  "binary_accuracy",
];

function hasKnownKey(record: HistoryRecord): boolean {
  return ["loss", ...accuracyKeys].some(
    (key) => Object.hasOwn(record, key) || Object.hasOwn(record, `val_${key}`),
  );
}

function firstFull(...candidates: (ArrayLike<number> | undefined)[]): number[] | undefined {
  const found = candidates.find((values) => values !== undefined && values.length > 0);
  return found === undefined ? undefined : Array.from(found);
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

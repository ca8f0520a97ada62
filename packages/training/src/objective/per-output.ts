/** Reads what `compile` is given for each output: one value for all, a list in order, or a record by the output's name. */
import { TrainingError } from "../errors";
import type { MetricLike } from "../metrics/get-metric";
import { nearestName } from "../names";
import { show } from "../options";

/** One for a single output; for several, a list in order or a record by output name. */
export type PerOutput<T> = T | readonly T[] | Readonly<Record<string, T>>;

/** Metrics: a list (every one for a single output), a list of lists, or a record by output name. */
export type MetricsOption =
  | readonly (MetricLike | readonly MetricLike[])[]
  | Readonly<Record<string, MetricLike | readonly MetricLike[]>>;

function isList<T>(value: unknown): value is readonly T[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

function checkKeys(keys: readonly string[], outputs: readonly string[], argument: string): void {
  for (const key of keys) {
    if (outputs.includes(key)) continue;
    throw new TrainingError(
      "unknown-name",
      `\`${argument}\`: the model has no output "${key}". Did you mean "${nearestName(key, outputs)}"? Outputs: ${outputs.join(", ")}.`,
    );
  }
}

/**
 * A value for each output, in the order of `outputs`.
 *
 * @param missing what an output gets that a record does not name; without it such a record is refused
 * @throws TrainingError `invalid-argument` or `unknown-name`
 */
export function spread<T>(
  value: PerOutput<T>,
  outputs: readonly string[],
  argument: string,
  missing?: T,
): T[] {
  if (isList<T>(value)) {
    if (value.length === outputs.length) return [...value];
    throw new TrainingError(
      "invalid-argument",
      `\`${argument}\` must match the number of outputs, ${outputs.length}. Received ${value.length}.`,
    );
  }
  if (isRecord(value)) {
    const record = value as Readonly<Record<string, T>>;
    checkKeys(Object.keys(record), outputs, argument);
    return outputs.map((name) => {
      const found = record[name] ?? missing;
      if (found !== undefined) return found;
      throw new TrainingError("invalid-argument", `\`${argument}\` lacks output "${name}".`);
    });
  }
  return outputs.map(() => value as T);
}

function listed(metrics: MetricLike | readonly MetricLike[]): readonly MetricLike[] {
  return isList<MetricLike>(metrics) ? metrics : [metrics];
}

/**
 * The metrics of each output, in the order of `outputs`.
 *
 * @throws TrainingError `invalid-argument` or `unknown-name`
 */
export function spreadMetrics(
  value: MetricsOption | null | undefined,
  outputs: readonly string[],
  argument: string,
): readonly (readonly MetricLike[])[] {
  if (value === undefined || value === null) return outputs.map(() => []);
  if (!isList<MetricLike | readonly MetricLike[]>(value)) {
    if (!isRecord(value)) {
      throw new TrainingError(
        "invalid-argument",
        `Expected \`${argument}\` argument to be a list or a record by output name. Received: ${argument}=${show(value)}`,
      );
    }
    checkKeys(Object.keys(value), outputs, argument);
    return outputs.map((name) => listed(value[name] ?? []));
  }
  const nested = value.some((each) => isList(each));
  if (outputs.length === 1) return [value.flatMap(listed)];
  if (value.length === outputs.length) return value.map(listed);
  if (nested) {
    throw new TrainingError(
      "invalid-argument",
      `\`${argument}\` must list metrics for each of ${outputs.length} outputs.`,
    );
  }
  return outputs.map(() => value.flatMap(listed));
}

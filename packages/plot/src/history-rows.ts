/** The tables behind the two panels: the points of the curves, and the marks of best epoch and gap. */

import type { Curves, Run } from "./history-input";
import { thin } from "./thin";
import { englishWords, type HistoryWords } from "./words";

/** Which panel. */
export type Metric = "accuracy" | "loss";

/** One point of one curve; `value` is null where the history has NaN or an infinity. */
export interface CurveRow {
  readonly epoch: number;
  readonly value: number | null;
  readonly series: string;
  /** Whether the point has no neighbour to be joined to by a line, so that it is drawn as a dot. */
  readonly alone: boolean;
}

/** A marked best epoch (`epoch`, `value`) or gap (`epoch`, `value` to `other`) with the text beside it. */
export interface MarkRow {
  readonly kind: "best" | "gap";
  readonly epoch: number;
  readonly value: number;
  readonly other: number;
  readonly label: string;
  readonly series: string;
  /** The position of the run among the runs. */
  readonly run: number;
  /** Whether the epoch lies in the right half of the run, so that its text goes to the left. */
  readonly late: boolean;
}

/** The name of a curve in the legend: `Training Accuracy`, or `augmented training` where several runs share the panel. */
export function seriesName(
  run: Run,
  metric: Metric,
  split: "training" | "validation",
  several: boolean,
  words: HistoryWords = englishWords,
): string {
  if (several || run.name !== "") return `${run.name} ${words[split]}`;
  if (metric === "accuracy")
    return split === "training" ? words.trainingAccuracy : words.validationAccuracy;
  return split === "training" ? words.trainingLoss : words.validationLoss;
}

/** The epoch number of index `index`. */
export function epochAt(run: Run, index: number, firstEpoch: number | undefined): number {
  const carried = run.epochs?.[index];
  if (firstEpoch === undefined && carried !== undefined && Number.isFinite(carried)) return carried;
  return index + (firstEpoch ?? 0);
}

/** The points of one panel, run by run, training before validation; at most about `maxPoints` a curve. */
export function curveRows(
  runs: readonly Run[],
  metric: Metric,
  maxPoints: number,
  firstEpoch?: number,
  words: HistoryWords = englishWords,
): CurveRow[] {
  const several = runs.length > 1;
  return runs.flatMap((run) =>
    (["training", "validation"] as const).flatMap((split) => {
      const values = run[metric][split];
      const series = seriesName(run, metric, split, several, words);
      const kept = thin(values, maxPoints);
      const finite = kept.map((index) => Number.isFinite(values[index]));
      return kept.map((index, at) => ({
        epoch: epochAt(run, index, firstEpoch),
        value: finite[at] === true ? (values[index] ?? null) : null,
        series,
        alone: finite[at] === true && finite[at - 1] !== true && finite[at + 1] !== true,
      }));
    }),
  );
}

/** The marks of one panel. */
export function markRows(
  runs: readonly Run[],
  metric: Metric,
  want: {
    readonly best: boolean;
    readonly gap: boolean;
    readonly firstEpoch?: number;
    readonly words?: HistoryWords;
  },
): MarkRow[] {
  const { words = englishWords } = want;
  const several = runs.length > 1;
  return runs.flatMap((run, at) => {
    const curves = run[metric];
    const rows: MarkRow[] = [];
    const split = curves.validation.some(Number.isFinite) ? "validation" : "training";
    const best = want.best ? bestIndex(curves[split], metric) : undefined;
    if (best !== undefined) {
      const value = curves[split][best] ?? NaN;
      const epoch = epochAt(run, best, want.firstEpoch);
      const label = words.best
        .replace("{value}", formatValue(value))
        .replace("{epoch}", String(epoch));
      const late = best > (curves[split].length - 1) / 2;
      rows.push({
        kind: "best",
        epoch,
        value,
        other: value,
        label,
        series: seriesName(run, metric, split, several, words),
        run: at,
        late,
      });
    }
    const last = want.gap ? lastPair(curves) : undefined;
    if (last !== undefined) {
      const value = curves.training[last] ?? NaN;
      const other = curves.validation[last] ?? NaN;
      rows.push({
        kind: "gap",
        epoch: epochAt(run, last, want.firstEpoch),
        value,
        other,
        label: words.gap.replace("{value}", formatValue(Math.abs(value - other))),
        series: seriesName(run, metric, "training", several, words),
        run: at,
        late: true,
      });
    }
    return rows;
  });
}

/** The first index of the highest accuracy or the lowest loss, if any value is finite. */
export function bestIndex(values: readonly number[], metric: Metric): number | undefined {
  let best: number | undefined;
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) return;
    const held = best === undefined ? NaN : (values[best] ?? NaN);
    if (best === undefined || (metric === "accuracy" ? value > held : value < held)) best = index;
  });
  return best;
}

function lastPair(curves: Curves): number | undefined {
  for (
    let index = Math.min(curves.training.length, curves.validation.length) - 1;
    index >= 0;
    index--
  ) {
    if (Number.isFinite(curves.training[index]) && Number.isFinite(curves.validation[index]))
      return index;
  }
  return undefined;
}

/** A value for reading: three decimals, or three figures where that would hide it. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 10_000)) return value.toExponential(2);
  return value.toFixed(3);
}

/** The tables behind a panel: the points of the curves, and which epochs are best and how wide the gap is. */
import { curvesOf, type Curves, type Run } from "./history-input";
import { betterDirection, isLearningRate, metricTitle } from "./metrics";
import { thin } from "./thin";
import { drawnValue } from "./value-labels";
import { englishWords, type HistoryWords } from "./words";

/** One point of one curve; `value` is null where the history has NaN or an infinity. */
export interface CurveRow {
  readonly epoch: number;
  readonly value: number | null;
  readonly series: string;
  /** Whether the point has no neighbour to be joined to by a line, so that it is drawn as a dot. */
  readonly alone: boolean;
}

/** A best epoch (`epoch`, `value`) or gap (`epoch`, `value` to `other`) with the text that says so. */
export interface Mark {
  readonly kind: "best" | "gap";
  readonly epoch: number;
  readonly value: number;
  readonly other: number;
  readonly label: string;
  readonly series: string;
  /** The position of the run among the runs. */
  readonly run: number;
  /** Whether the epoch lies in the right half of the run, so that its text rather goes to the left. */
  readonly late: boolean;
}

/** What tells the curves of a panel apart. */
export interface SeriesNames {
  /** Whether several runs share the panel. */
  readonly several: boolean;
  readonly words: HistoryWords;
}

/** The title of a panel: `Training and Validation Accuracy`. */
export function panelTitle(metric: string, words: HistoryWords): string {
  if (metric === "accuracy") return words.accuracyTitle;
  if (metric === "loss") return words.lossTitle;
  if (isLearningRate(metric)) return metricTitle(metric);
  return words.metricTitle.replace("{metric}", () => metricTitle(metric));
}

/** The name of a curve in the legend: `Training Accuracy`, or `augmented training` where several runs share the panel. */
export function seriesName(
  run: Run,
  metric: string,
  split: "training" | "validation",
  { several, words }: SeriesNames,
): string {
  if (several || run.name !== "") return `${run.name} ${words[split]}`;
  if (metric === "accuracy")
    return split === "training" ? words.trainingAccuracy : words.validationAccuracy;
  if (metric === "loss") return split === "training" ? words.trainingLoss : words.validationLoss;
  if (isLearningRate(metric)) return metricTitle(metric);
  const word = split === "training" ? words.trainingMetric : words.validationMetric;
  return word.replace("{metric}", () => metricTitle(metric));
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
  metric: string,
  maxPoints: number,
  firstEpoch?: number,
  words: HistoryWords = englishWords,
): CurveRow[] {
  const names = { several: runs.length > 1, words };
  return runs.flatMap((run) =>
    (["training", "validation"] as const).flatMap((split) => {
      const values = curvesOf(run, metric)[split].map(drawnValue);
      const series = seriesName(run, metric, split, names);
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

/** The marks of one panel; a metric whose name does not say which way is better has no best epoch. */
export function markRows(
  runs: readonly Run[],
  metric: string,
  want: {
    readonly best: boolean;
    readonly gap: boolean;
    readonly firstEpoch?: number | undefined;
    readonly words?: HistoryWords;
  },
): Mark[] {
  const { words = englishWords, firstEpoch } = want;
  const names = { several: runs.length > 1, words };
  const better = betterDirection(metric);
  return runs.flatMap((run, at) => {
    const curves = curvesOf(run, metric);
    const rows: Mark[] = [];
    const split = curves.validation.some(Number.isFinite) ? "validation" : "training";
    const best = want.best && better !== undefined ? bestIndex(curves[split], better) : undefined;
    if (best !== undefined) {
      const value = drawnValue(curves[split][best] ?? NaN);
      const epoch = epochAt(run, best, firstEpoch);
      const label = words.best
        .replace("{value}", formatValue(value))
        .replace("{epoch}", String(epoch));
      const late = best > (curves[split].length - 1) / 2;
      const series = seriesName(run, metric, split, names);
      rows.push({ kind: "best", epoch, value, other: value, label, series, run: at, late });
    }
    const last = want.gap ? lastPair(curves) : undefined;
    if (last !== undefined) {
      const value = drawnValue(curves.training[last] ?? NaN);
      const other = drawnValue(curves.validation[last] ?? NaN);
      const epoch = epochAt(run, last, firstEpoch);
      const label = words.gap.replace("{value}", formatValue(Math.abs(value - other)));
      const series = seriesName(run, metric, "training", names);
      rows.push({ kind: "gap", epoch, value, other, label, series, run: at, late: true });
    }
    return rows;
  });
}

/** The first index of the best value, if any value is finite. */
export function bestIndex(
  values: readonly number[],
  better: "higher" | "lower",
): number | undefined {
  let best: number | undefined;
  values.forEach((given, index) => {
    const value = drawnValue(given);
    if (!Number.isFinite(value)) return;
    const held = best === undefined ? NaN : drawnValue(values[best] ?? NaN);
    if (best === undefined || (better === "higher" ? value > held : value < held)) best = index;
  });
  return best;
}

function lastPair(curves: Curves): number | undefined {
  for (
    let index = Math.min(curves.training.length, curves.validation.length) - 1;
    index >= 0;
    index--
  ) {
    const pair = [curves.training[index], curves.validation[index]];
    if (pair.every((value) => value !== undefined && Number.isFinite(drawnValue(value))))
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

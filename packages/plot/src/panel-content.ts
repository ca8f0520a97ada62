/** What each panel of the history figure shows, before its place is decided. */
import { extent } from "d3-array";
import { curvesOf, type Run } from "./history-input";
import {
  curveRows,
  markRows,
  panelTitle,
  seriesName,
  type CurveRow,
  type Mark,
} from "./history-rows";
import type { HistoryLayout } from "./history-layout";
import { isLearningRate } from "./metrics";
import { paletteColor } from "./palette";
import { textWidth } from "./text-width";
import { curveColor } from "./theme";

/** One curve of a panel, as the legend names it. */
export interface Series {
  readonly name: string;
  readonly color: string;
  /** Lengths of stroke and gap; `[1, 0]` is solid. */
  readonly dash: readonly number[];
}

/** One panel: the curves of one metric. */
export interface PanelContent {
  readonly metric: string;
  readonly title: string;
  readonly series: readonly Series[];
  /** The width of the longest name of a curve, in em. */
  readonly widestName: number;
  readonly rows: readonly CurveRow[];
  readonly marks: readonly Mark[];
  /** Lowest and highest epoch and value; undefined without any. */
  readonly epochs: readonly [number, number] | undefined;
  readonly values: readonly [number, number] | undefined;
}

/**
 * The metrics that get a panel: accuracy, then loss, then all others in the order of the history. One without any value
 * gets none, unless no metric has any yet.
 */
export function shownMetrics(
  runs: readonly Run[],
  wanted: readonly string[] | undefined,
): string[] {
  if (wanted !== undefined) return [...wanted];
  const known = [...new Set(runs.flatMap((run) => [...run.metrics.keys()]))];
  const filled = known.filter((metric) =>
    runs.some((run) => {
      const { training, validation } = curvesOf(run, metric);
      return training.length > 0 || validation.length > 0;
    }),
  );
  const shown = filled.length > 0 ? filled : known;
  const rank = (metric: string): number =>
    metric === "accuracy" ? 0 : metric === "loss" ? 1 : isLearningRate(metric) ? 3 : 2;
  return shown.sort((a, b) => rank(a) - rank(b));
}

/** The content of the panel of `metric`. */
export function panelContent(
  runs: readonly Run[],
  metric: string,
  layout: HistoryLayout,
): PanelContent {
  const { maxPoints, firstEpoch, words } = layout;
  const rows = curveRows(runs, metric, maxPoints, firstEpoch, words);
  const series = seriesOf(runs, metric, layout);
  const finite = (pair: [number, number] | [undefined, undefined]): [number, number] | undefined =>
    pair[0] === undefined ? undefined : pair;
  return {
    metric,
    title: panelTitle(metric, words),
    series,
    widestName: Math.max(0, ...series.map(({ name }) => textWidth(name, 1))),
    rows,
    marks: isLearningRate(metric)
      ? []
      : markRows(runs, metric, {
          best: layout.markBest,
          gap: layout.markGap,
          firstEpoch,
          words,
        }),
    epochs: finite(extent(rows, (row) => row.epoch)),
    values: finite(extent(rows, (row) => row.value)),
  };
}

function seriesOf(runs: readonly Run[], metric: string, { theme, words }: HistoryLayout): Series[] {
  const several = runs.length > 1;
  return runs.flatMap((run, at) =>
    (["training", "validation"] as const)
      .filter((split) => curvesOf(run, metric)[split].length > 0)
      .map((split) => ({
        name: seriesName(run, metric, split, { several, words }),
        color: curveColor(paletteColor(several ? at : split === "training" ? 0 : 1), theme),
        dash: several && split === "validation" ? [5, 3] : [1, 0],
      })),
  );
}

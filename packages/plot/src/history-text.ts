/** The figure of a training run for a terminal: all panels, two side by side where there is room. */
import { checkOptions } from "./check-options";
import { fitDisplay, padDisplayEnd } from "./display-width";
import { curvesOf, type Run } from "./history-input";
import type { HistoryLayout } from "./history-layout";
import { curveRows, panelTitle, seriesName } from "./history-rows";
import { shownMetrics } from "./panel-content";
import { textChart, textRules, type TextCurve, type TextOptions } from "./text-chart";

/** Lines joined by newlines; two panels stand side by side from 70 columns on, else one above the other. */
export function historyText(
  runs: readonly Run[],
  layout: HistoryLayout,
  options: TextOptions = {},
): string {
  checkOptions(options, textRules);
  const width = Math.floor(options.width ?? 80);
  const height = Math.floor(options.height ?? 20);
  const color = options.color ?? false;
  const title = layout.title === undefined ? [] : [fitDisplay(layout.title, width)];
  const metrics = shownMetrics(runs, layout.metrics);
  const beside = width >= 70 && metrics.length > 1 ? 2 : 1;
  const columns = beside === 2 ? Math.floor((width - 2) / 2) : width;
  const rows = Math.ceil(metrics.length / beside);
  const curves = metrics.map((metric) => curvesFor(runs, metric, layout, columns));
  const entries = Math.max(...curves.map((lines) => lines.length));
  const lines = Math.floor((height - title.length) / rows);
  const panels = metrics.map((metric, at) =>
    textChart(panelTitle(metric, layout.words), curves[at] ?? [], {
      width: columns,
      height: lines,
      legendLines: entries,
      color,
    }),
  );
  const body = Array.from({ length: rows }, (_, row) => {
    const [left = [], right = []] = panels.slice(row * beside, (row + 1) * beside);
    return Array.from({ length: Math.max(left.length, right.length) }, (_unused, line) =>
      beside === 1
        ? (left[line] ?? "")
        : `${padDisplayEnd(left[line] ?? "", columns)}  ${right[line] ?? ""}`,
    );
  });
  return [...title, ...body.flat()].map((line) => line.trimEnd()).join("\n");
}

const ansiColors = [32, 208, 34, 160, 98, 95, 176, 244, 142, 38];
const lighterAnsiColors = [153, 216, 120, 210, 183, 138, 218, 252, 186, 116];

function curvesFor(
  runs: readonly Run[],
  metric: string,
  layout: HistoryLayout,
  columns: number,
): TextCurve[] {
  const several = runs.length > 1;
  const colors = [...ansiColors, ...lighterAnsiColors];
  return runs.flatMap((run, at) =>
    (["training", "validation"] as const)
      .filter((split) => curvesOf(run, metric)[split].length > 0)
      .map((split) => {
        const values = curvesOf(run, metric)[split];
        const curves = { training: [], validation: [], [split]: values };
        const alone: Run = { ...run, metrics: new Map([[metric, curves]]) };
        const rows = curveRows([alone], metric, columns * 8, layout.firstEpoch);
        return {
          name: seriesName(run, metric, split, { several, words: layout.words }),
          color: colors[(several ? at : split === "training" ? 0 : 1) % colors.length] ?? 32,
          dashed: split === "validation",
          points: rows.map((row) => ({ x: row.epoch, y: row.value })),
        };
      }),
  );
}

/** The figure of a training run for a terminal: both panels, side by side where there is room. */

import { checkNumber } from "./errors";
import type { Run } from "./history-input";
import { curveRows, seriesName, type Metric } from "./history-rows";
import type { HistoryLayout } from "./history-spec";
import { textChart, type TextCurve, type TextOptions } from "./text-chart";

/** Lines joined by newlines; panels stand side by side from 70 columns on, else one above the other. */
export function historyText(
  runs: readonly Run[],
  layout: HistoryLayout,
  options: TextOptions = {},
): string {
  const width = Math.floor(checkNumber("width", options.width ?? 80, 30));
  const height = Math.floor(checkNumber("height", options.height ?? 20, 8));
  const color = options.color ?? false;
  const title = layout.title === undefined ? [] : [layout.title];
  const beside = width >= 70;
  const columns = beside ? Math.floor((width - 2) / 2) : width;
  const room = height - title.length;
  const lines = beside ? room : Math.floor(room / 2);
  const curvesOf = {
    accuracy: curves(runs, "accuracy", layout, columns),
    loss: curves(runs, "loss", layout, columns),
  };
  const entries = Math.max(curvesOf.accuracy.length, curvesOf.loss.length);
  const panels = (["accuracy", "loss"] as const).map((metric) =>
    textChart(
      metric === "accuracy" ? layout.words.accuracyTitle : layout.words.lossTitle,
      curvesOf[metric],
      {
        width: columns,
        height: lines,
        legendLines: entries,
        color,
      },
    ),
  );
  const [left = [], right = []] = panels;
  const body = beside
    ? Array.from(
        { length: Math.max(left.length, right.length) },
        (_, row) => `${padVisible(left[row] ?? "", columns)}  ${right[row] ?? ""}`,
      )
    : [...left, ...right];
  return [...title, ...body].map((line) => line.trimEnd()).join("\n");
}

const ansiColors = [32, 208, 34, 160, 98, 95, 176, 244, 142, 38];

function curves(
  runs: readonly Run[],
  metric: Metric,
  layout: HistoryLayout,
  columns: number,
): TextCurve[] {
  const several = runs.length > 1;
  return runs.flatMap((run, at) =>
    (["training", "validation"] as const)
      .filter((split) => run[metric][split].length > 0)
      .map((split) => {
        const name = seriesName(run, metric, split, several, layout.words);
        const alone: Run = {
          ...run,
          [metric]: { training: [], validation: [], [split]: run[metric][split] },
        };
        const rows = curveRows([alone], metric, columns * 8, layout.firstEpoch);
        return {
          name,
          color:
            ansiColors[(several ? at : split === "training" ? 0 : 1) % ansiColors.length] ?? 32,
          dashed: split === "validation",
          points: rows.map((row) => ({ x: row.epoch, y: row.value })),
        };
      }),
  );
}

function padVisible(text: string, width: number): string {
  // eslint-disable-next-line no-control-regex -- the escapes are ours
  const visible = [...text.replace(/\u001B\[[0-9;]*m/g, "")].length;
  return text + " ".repeat(Math.max(0, width - visible));
}

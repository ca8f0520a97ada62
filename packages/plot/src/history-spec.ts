/** The Vega-Lite specification of the two-panel figure. */

import type { TopLevelSpec } from "vega-lite";

import { curveRows, markRows, seriesName, type Metric } from "./history-rows";
import type { Run } from "./history-input";
import { palette } from "./palette";
import { configOf, curveColor, inks, type Theme } from "./theme";
import type { HistoryWords } from "./words";

/** The options of the figure, all decided. */
export interface HistoryLayout {
  readonly title: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly markBest: boolean;
  readonly markGap: boolean;
  readonly legend: "inside" | "below" | "none";
  readonly maxPoints: number;
  readonly firstEpoch: number | undefined;
  readonly grid: boolean;
  readonly panels: "beside" | "stacked";
  readonly theme: Theme;
  readonly words: HistoryWords;
}

/** The tables of both panels, by the name that they have in the specification. */
export type HistoryTables = Readonly<Record<string, readonly object[]>>;

/** The tables of `runs`: `accuracy` and `loss`, and `accuracyMarks` and `lossMarks` if anything is marked. */
export function historyTables(runs: readonly Run[], layout: HistoryLayout): HistoryTables {
  const { maxPoints, firstEpoch, markBest, markGap, words } = layout;
  const want = { best: markBest, gap: markGap, firstEpoch, words };
  return {
    accuracy: curveRows(runs, "accuracy", maxPoints, firstEpoch, words),
    loss: curveRows(runs, "loss", maxPoints, firstEpoch, words),
    ...(markBest || markGap
      ? { accuracyMarks: markRows(runs, "accuracy", want), lossMarks: markRows(runs, "loss", want) }
      : {}),
  };
}

/** The legend entries of both panels; a live plot is rebuilt when they change. */
export function historySeries(runs: readonly Run[], layout: HistoryLayout): string {
  return JSON.stringify(
    (["accuracy", "loss"] as const).map((metric) => seriesOf(runs, metric, layout)),
  );
}

/** The figure as a specification with its data inside. */
export function historySpec(runs: readonly Run[], layout: HistoryLayout): TopLevelSpec {
  const tables = historyTables(runs, layout);
  const space = layout.title === undefined ? 0 : 34;
  const below = layout.legend === "below" ? 16 + 32 * Math.max(1, runs.length) : 0;
  const stacked = layout.panels === "stacked";
  const around = margins.top + margins.bottom + below;
  const [across, down] = stacked
    ? [layout.width - margins.sides, (layout.height - space - margins.apart) / 2 - around]
    : [(layout.width - margins.sides - margins.between) / 2, layout.height - around - space];
  const panel = { width: Math.max(60, Math.round(across)), height: Math.max(60, Math.round(down)) };
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: "Training and validation accuracy and loss by epoch",
    background: inks[layout.theme].background,
    padding: { left: 8, right: 14, top: 10, bottom: 8 },
    ...(layout.title === undefined
      ? {}
      : { title: { text: layout.title, anchor: "middle", fontSize: 16, offset: 16 } }),
    datasets: tables,
    spacing: stacked ? margins.stack + below : margins.between,
    bounds: "flush",
    [stacked ? "vconcat" : "hconcat"]: (["accuracy", "loss"] as const).map((metric) =>
      panelSpec(runs, metric, layout, panel),
    ),
    resolve: {
      scale: {
        color: "independent",
        strokeDash: "independent",
        x: "independent",
        y: "independent",
      },
    },
    config: configOf(layout.theme),
  } as TopLevelSpec;
}

/** Room around and between the panels, measured from what Vega lays out with the axes below. */
const margins = { sides: 64, between: 64, top: 35, bottom: 45, apart: 8, stack: 88 };

function seriesOf(
  runs: readonly Run[],
  metric: Metric,
  { theme, words }: HistoryLayout,
): { name: string; color: string; dash: number[] }[] {
  const several = runs.length > 1;
  return runs.flatMap((run, at) =>
    (["training", "validation"] as const)
      .filter((split) => run[metric][split].length > 0)
      .map((split) => ({
        name: seriesName(run, metric, split, several, words),
        color: curveColor(
          palette[(several ? at : split === "training" ? 0 : 1) % palette.length] ?? palette[0],
          theme,
        ),
        dash: several && split === "validation" ? [5, 3] : [1, 0],
      })),
  );
}

function panelSpec(
  runs: readonly Run[],
  metric: Metric,
  layout: HistoryLayout,
  panel: { readonly width: number; readonly height: number },
): object {
  const series = seriesOf(runs, metric, layout);
  const { legendFill, legendStroke } = inks[layout.theme];
  const names = series.map(({ name }) => name);
  const legend =
    layout.legend === "none" || series.length === 0
      ? null
      : {
          title: null,
          orient:
            layout.legend === "below"
              ? "bottom"
              : metric === "accuracy"
                ? "bottom-right"
                : "top-right",
          direction: "vertical",
          offset: layout.legend === "below" ? 10 : 8,
          padding: 6,
          fillColor: legendFill,
          strokeColor: legendStroke,
          cornerRadius: 3,
          symbolType: "stroke",
          symbolSize: 400,
          symbolStrokeWidth: 1.8,
        };
  const color = {
    field: "series",
    type: "nominal",
    scale: { domain: names, range: series.map((s) => s.color) },
    legend,
  };
  const strokeDash = {
    field: "series",
    type: "nominal",
    scale: { domain: names, range: series.map((s) => s.dash) },
    legend,
  };
  const epoch = {
    field: "epoch",
    type: "quantitative",
    title: layout.words.epoch,
    scale: { zero: false, nice: false, padding: 12 },
    axis: {
      grid: layout.grid,
      gridOpacity: 0.5,
      tickMinStep: 1,
      tickCount: Math.max(2, Math.floor(panel.width / 50)),
      labelFlush: true,
      format: ",d",
    },
  };
  const value = {
    field: "value",
    type: "quantitative",
    title: null,
    scale: { zero: false, nice: false, padding: layout.markBest ? 30 : 14 },
    axis: {
      grid: layout.grid,
      gridOpacity: 0.5,
      tickCount: Math.max(2, Math.floor(panel.height / 60)),
      minExtent: 40,
      maxExtent: 40,
      labelFlush: 7,
      labelExpr: valueLabel,
    },
  };
  return {
    ...panel,
    title: {
      text: metric === "accuracy" ? layout.words.accuracyTitle : layout.words.lossTitle,
      anchor: "middle",
      limit: panel.width + 60,
    },
    data: { name: metric },
    layer: [
      {
        mark: {
          type: "line",
          strokeWidth: 1.6,
          strokeJoin: "round",
          invalid: "break-paths-show-path-domains",
        },
        encoding: {
          x: epoch,
          y: value,
          color,
          ...(series.some((s) => s.dash[1] !== 0) ? { strokeDash } : {}),
        },
      },
      {
        transform: [{ filter: "datum.alone && isValid(datum.value)" }],
        mark: { type: "point", filled: true, size: 40, opacity: 1 },
        encoding: { x: epoch, y: value, color },
      },
      ...markLayers(runs, metric, layout, { epoch, value, color }),
    ],
  };
}

const valueLabel =
  "datum.value != 0 && (abs(datum.value) < 0.001 || abs(datum.value) >= 10000) ? format(datum.value, '.1e') : length(datum.label) > 6 ? format(datum.value, '.4~g') : datum.label";

function markLayers(
  runs: readonly Run[],
  metric: Metric,
  layout: HistoryLayout,
  channels: { readonly epoch: object; readonly value: object; readonly color: object },
): object[] {
  const { epoch, value, color } = channels;
  const data = { name: `${metric}Marks` };
  const { ink, halo } = inks[layout.theme];
  // A halo under the ink, so that a label stays readable on a curve.
  const label = (filter: string, y: object, mark: object): object[] =>
    [
      { stroke: halo, strokeWidth: 3, strokeJoin: "round", fill: halo, opacity: 0.9 },
      { stroke: null, fill: ink },
    ].map((paint) => ({
      data,
      transform: [{ filter }, { calculate: "(datum.value + datum.other) / 2", as: "middle" }],
      mark: { type: "text", fontSize: 10.5, ...mark, ...paint },
      encoding: {
        x: epoch,
        y,
        text: { field: "label" },
        ...(paint.stroke === null && runs.length > 1 ? { color } : {}),
      },
    }));
  const gaps = !layout.markGap
    ? []
    : runs.flatMap((_, at) => {
        const filter = `datum.kind == 'gap' && datum.run == ${at}`;
        // Side by side, since several runs mostly end at the same epoch.
        const shift = 4 * (runs.length - 1 - at);
        return [
          {
            data,
            transform: [{ filter }],
            mark: { type: "rule", strokeWidth: 1.4, strokeDash: [2, 2], xOffset: -shift },
            encoding: { x: epoch, y: value, y2: { field: "other" }, color },
          },
          ...label(
            filter,
            { ...value, field: "middle" },
            { align: "right", baseline: "middle", dx: -5 - shift },
          ),
        ];
      });
  const below = metric === "loss";
  const bests = !layout.markBest
    ? []
    : [
        {
          data,
          transform: [{ filter: "datum.kind == 'best'" }],
          mark: { type: "point", filled: false, size: 80, strokeWidth: 1.8, opacity: 1 },
          encoding: { x: epoch, y: value, color },
        },
        ...[true, false].flatMap((late) =>
          label(`datum.kind == 'best' && datum.late == ${late}`, value, {
            align: late ? "right" : "left",
            baseline: below ? "top" : "bottom",
            dx: late ? 5 : -5,
            dy: below ? 8 : -8,
          }),
        ),
      ];
  return [...gaps, ...bests];
}

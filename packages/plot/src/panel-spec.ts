/** One panel of the history figure as Vega-Lite writes it. */
import { epochPadding, valuePadding, type Arrangement, type HistoryLayout } from "./history-layout";
import { typeSizes } from "./type-sizes";
import { linesOf } from "./fit-text";
import { legendSpec } from "./legend";
import { markLayers } from "./mark-layers";
import type { PanelContent } from "./panel-content";
import { inks } from "./theme";

/** The panel at position `place.at`, its rows in the table `place.table`. */
export function panelSpec(
  content: PanelContent,
  place: { readonly at: number; readonly table: string },
  arrangement: Arrangement,
  layout: HistoryLayout,
): object {
  const { panel, scale, panelTitles } = arrangement;
  const { series } = content;
  const names = series.map(({ name }) => name);
  const legend = legendSpec(content, arrangement.legends[place.at], arrangement, layout.theme);
  const scaled = (range: readonly unknown[]): object => ({
    field: "series",
    type: "nominal",
    scale: { domain: names, range },
    legend,
  });
  const color = scaled(series.map((curve) => curve.color));
  const strokeDash = scaled(series.map((curve) => curve.dash.map((length) => length * scale)));
  const epoch = epochChannel(content, arrangement, layout);
  const value = valueChannel(place.at, arrangement, layout);
  const title = panelTitles[place.at] ?? [];
  return {
    ...panel,
    title: {
      text: linesOf(title),
      anchor: "middle",
      limit: panel.width + 60 * scale,
    },
    data: { name: place.table },
    layer: [
      {
        mark: {
          type: "line",
          strokeWidth: 1.6 * scale,
          strokeJoin: "round",
          invalid: "break-paths-show-path-domains",
        },
        encoding: {
          x: epoch,
          y: value,
          color,
          ...(series.some((curve) => curve.dash[1] !== 0) ? { strokeDash } : {}),
        },
      },
      {
        transform: [{ filter: "datum.alone && isValid(datum.value)" }],
        mark: { type: "point", filled: true, size: 40 * scale * scale, opacity: 1 },
        encoding: { x: epoch, y: value, color },
      },
      ...(content.values === undefined && content.rows.length > 0
        ? [emptyNote(arrangement, layout)]
        : []),
      ...markLayers(content, `${place.table}Marks`, arrangement, layout, { epoch, value, color }),
    ],
  };
}

function epochChannel(
  content: PanelContent,
  { panel, scale }: Arrangement,
  layout: HistoryLayout,
): object {
  const isWhole = content.rows.every(({ epoch }) => Number.isInteger(epoch));
  const longest = Math.max(...(content.epochs ?? [0]).map((epoch) => String(epoch).length));
  // Wide numbers stand further apart.
  const room = Math.max(50, longest * 8 + 12) * scale;
  return {
    field: "epoch",
    type: "quantitative",
    title: layout.words.epoch,
    scale: { zero: false, nice: false, padding: epochPadding * scale },
    axis: {
      grid: layout.grid,
      gridOpacity: 0.5,
      ...(isWhole ? { tickMinStep: 1 } : {}),
      tickCount: Math.max(2, Math.floor(panel.width / room)),
      labelFlush: true,
      ...(isWhole ? { format: ",d" } : {}),
    },
  };
}

function valueChannel(
  at: number,
  { panel, scale, gutter, labels }: Arrangement,
  layout: HistoryLayout,
): object {
  return {
    field: "value",
    type: "quantitative",
    title: null,
    scale: { zero: false, nice: false, padding: valuePadding(layout, scale, panel.height) },
    axis: {
      grid: layout.grid,
      gridOpacity: 0.5,
      tickCount: Math.max(2, Math.floor(panel.height / (60 * scale))),
      minExtent: gutter,
      maxExtent: gutter,
      labelFlush: 7 * scale,
      labelExpr: labels[at]?.expression,
    },
  };
}

/** Says that there is nothing to see, which an empty panel alone would leave open. */
function emptyNote({ panel, scale }: Arrangement, { theme, words }: HistoryLayout): object {
  return {
    data: { values: [{ note: words.noValues }] },
    mark: {
      type: "text",
      fontSize: typeSizes.axisTitle * scale,
      color: inks[theme].ink,
      limit: panel.width - 8 * scale,
    },
    encoding: {
      x: { value: panel.width / 2 },
      y: { value: panel.height / 2 },
      text: { field: "note" },
    },
  };
}

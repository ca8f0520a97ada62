/** The legend of a panel as Vega-Lite writes it. */
import type { Arrangement } from "./history-layout";
import type { LegendPlace } from "./legend-place";
import { betterDirection, isLearningRate } from "./metrics";
import type { PanelContent } from "./panel-content";
import { inks, type Theme } from "./theme";

/** The corner of a legend inside its panel: where curves that get better do not end. */
export function legendCorner(metric: string): "top-right" | "bottom-right" {
  return betterDirection(metric) === "lower" || isLearningRate(metric)
    ? "top-right"
    : "bottom-right";
}

/** The `legend` of the colour channel; null without one. */
export function legendSpec(
  content: PanelContent,
  place: LegendPlace | undefined,
  { scale }: Arrangement,
  theme: Theme,
): object | null {
  if (place === undefined) return null;
  const { legendFill, legendStroke } = inks[theme];
  const full = content.series.map(({ name }) => name);
  const short = Object.fromEntries(full.map((name, at) => [name, place.names[at] ?? name]));
  const isCut = full.some((name) => short[name] !== name);
  return {
    title: null,
    orient: place.place === "below" ? "bottom" : legendCorner(content.metric),
    direction: "vertical",
    ...(place.columns > 1 ? { columns: place.columns } : {}),
    ...(scale === 1 ? {} : { rowPadding: 2 * scale, labelOffset: 4 * scale }),
    offset: (place.place === "below" ? 10 : 8) * scale,
    padding: 6 * scale,
    fillColor: legendFill,
    strokeColor: legendStroke,
    cornerRadius: 3 * scale,
    symbolType: "stroke",
    symbolSize: 400 * scale * scale,
    symbolStrokeWidth: 1.8 * scale,
    labelLimit: place.limit,
    ...(isCut ? { labelExpr: `(${JSON.stringify(short)})[datum.label]` } : {}),
  };
}

/** Where everything of the history figure goes: the panels, their legends, and the size of the type. */
import { shortenNames, wrapText } from "./fit-text";
import type { PanelContent } from "./panel-content";
import { textWidth } from "./text-width";
import type { Theme } from "./theme";
import { valueLabels, type ValueLabels } from "./value-labels";
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
  readonly metrics: readonly string[] | undefined;
  readonly theme: Theme;
  readonly words: HistoryWords;
}

/** A legend: where, and its names, cut where they must be. */
export interface LegendPlace {
  readonly place: "inside" | "below";
  readonly columns: number;
  readonly names: readonly string[];
  readonly isCut: boolean;
  /** The most that a name may take, in units of the picture. */
  readonly limit: number;
  /** What the whole legend takes. */
  readonly width: number;
  readonly height: number;
}

/** The arrangement of a figure; all lengths in units of the picture. */
export interface Arrangement {
  /** The size of all type and all margins; 1 unless the picture is too small for it. */
  readonly scale: number;
  readonly columns: number;
  /** The plot area of each panel, without axes and title. */
  readonly panel: { readonly width: number; readonly height: number };
  readonly spacing: { readonly row: number; readonly column: number };
  /** Room for the numbers of a value axis. */
  readonly gutter: number;
  readonly title: readonly string[];
  /** By panel. */
  readonly panelTitles: readonly (readonly string[])[];
  readonly legends: readonly (LegendPlace | undefined)[];
  readonly labels: readonly ValueLabels[];
}

/** Room around and between the panels at scale 1, measured from what Vega lays out with the axes below. */
const margins = { sides: 64, between: 64, top: 35, bottom: 45, apart: 8, gutter: 40 };

/** Sizes of type at scale 1. */
export const typeSizes = { title: 16, panelTitle: 14, axisTitle: 12, label: 11, mark: 10.5 };

/** What a legend takes beside its names at scale 1: the line before a name, and the box around all. */
const legendRoom = { entry: 16, symbol: 30, frame: 14 };

/** Text in a page's own font may be so much wider than in the font that is measured here. */
export const slack = 1.08;

/** The largest type for which everything has room: legends as wished, else below; at worst the smallest type. */
export function arrange(contents: readonly PanelContent[], layout: HistoryLayout): Arrangement {
  let found = attempt(contents, layout, 1);
  for (let scale = 1; !found.fits && scale > 0.1;) {
    scale = Math.round((scale - 0.05) * 100) / 100;
    found = attempt(contents, layout, scale);
  }
  const { arrangement } = found;
  return { ...arrangement, legends: arrangement.legends.map((legend) => legend && named(legend)) };

  function named(legend: LegendPlace): LegendPlace {
    const size = typeSizes.label * arrangement.scale;
    return { ...legend, names: shortenNames(legend.names, legend.limit / slack, size) };
  }
}

function attempt(
  contents: readonly PanelContent[],
  layout: HistoryLayout,
  scale: number,
): { arrangement: Arrangement; fits: boolean } {
  const choices = columnChoices(contents.length, layout).map((columns) =>
    place(contents, layout, scale, columns),
  );
  const fitting = choices.filter(({ fits }) => fits);
  const unevenness = ({ arrangement: { panel } }: (typeof choices)[number]): number =>
    Math.abs(Math.log(panel.width / panel.height / 1.2));
  const best = [...(fitting.length > 0 ? fitting : choices)].sort(
    (a, b) => unevenness(a) - unevenness(b),
  )[0];
  return best ?? place(contents, layout, scale, 1);
}

/** Numbers of columns to choose from: two panels stand side by side whatever the shape, as in the tutorial. */
function columnChoices(panels: number, layout: HistoryLayout): number[] {
  if (layout.panels === "stacked") return [1];
  if (panels <= 2) return [Math.max(1, panels)];
  return Array.from({ length: panels }, (_, at) => at + 1);
}

function place(
  contents: readonly PanelContent[],
  layout: HistoryLayout,
  scale: number,
  columns: number,
): { arrangement: Arrangement; fits: boolean } {
  const rows = Math.max(1, Math.ceil(contents.length / columns));
  const title =
    layout.title === undefined
      ? []
      : wrapText(layout.title, layout.width - 40 * scale, typeSizes.title * scale);
  const titleRoom = title.length === 0 ? 0 : (34 + 20 * (title.length - 1)) * scale;
  const tickCount = (height: number): number => Math.max(2, Math.floor(height / (60 * scale)));
  const measure = (
    height: number,
    gutter: number,
  ): { labels: ValueLabels[]; gutter: number; width: number } => {
    const labels = contents.map(({ values }) => {
      const [low, high] = padded(values ?? [0, 1], height, valuePadding(layout, scale, height));
      return valueLabels(low, high, tickCount(height));
    });
    const widest = Math.max(
      ...labels.map(({ longest }) => textWidth(longest, typeSizes.label * scale)),
      0,
    );
    const room = Math.max(gutter, margins.gutter * scale, Math.ceil(widest + 8 * scale));
    const extra = room - margins.gutter * scale;
    const across =
      layout.width -
      margins.sides * scale -
      extra -
      (margins.between * scale + extra) * (columns - 1);
    return { labels, gutter: room, width: Math.round(across / columns) };
  };
  const heightFor = (legendRows: number, titleRows: number): number => {
    const around =
      (margins.top + margins.bottom + 17 * (titleRows - 1)) * scale +
      legendHeight(legendRows, scale);
    const all = layout.height - titleRoom - margins.apart * scale * (rows - 1);
    return Math.round(all / rows - around);
  };
  const first = measure(heightFor(0, 1), 0);
  const width = Math.max(20, first.width);
  const panelTitles = contents.map((content) =>
    wrapText(content.title, width + 28 * scale, typeSizes.panelTitle * scale),
  );
  const titleRows = Math.max(1, ...panelTitles.map((lines) => lines.length));
  const free = heightFor(0, titleRows);
  const inside = contents.map((content) =>
    legendOf(content, layout, scale, { width, height: free }, "inside"),
  );
  const isInside =
    layout.legend === "inside" &&
    inside.every(
      (legend) =>
        legend === undefined || (legend.width <= width * 0.75 && legend.height <= free * 0.5),
    );
  const below = contents.map((content) =>
    legendOf(content, layout, scale, { width, height: free }, "below"),
  );
  const legends =
    layout.legend === "none" ? contents.map(() => undefined) : isInside ? inside : below;
  const legendRows =
    layout.legend === "none" || isInside
      ? 0
      : Math.max(1, ...below.map((legend) => legend?.rows ?? 0));
  const height = heightFor(legendRows, titleRows);
  const { labels, gutter, ...measured } = measure(Math.max(20, height), first.gutter);
  const panel = { width: Math.max(20, measured.width), height: Math.max(20, height) };
  const extra = gutter - margins.gutter * scale;
  const titlesFit = panelTitles.every(
    (lines) =>
      lines.length <= 2 &&
      lines.every((line) => textWidth(line, typeSizes.panelTitle * scale) <= width + 44 * scale),
  );
  const fits =
    measured.width >= 130 * scale &&
    height >= 90 * scale &&
    (titlesFit || scale < 0.5) &&
    (scale < 0.5 ||
      !legends.some((legend) => legend?.isCut === true && legend.names.length <= 2)) &&
    (legendRows === 0 || legendHeight(legendRows, scale) <= Math.max(96 * scale, height * 1.2));
  return {
    fits,
    arrangement: {
      scale,
      columns,
      panel,
      spacing: {
        row: Math.round(
          (margins.top + margins.bottom + margins.apart + 17 * (titleRows - 1)) * scale +
            legendHeight(legendRows, scale),
        ),
        column: Math.round(margins.between * scale + extra),
      },
      gutter,
      title,
      panelTitles,
      legends,
      labels,
    },
  };
}

function legendHeight(rows: number, scale: number): number {
  if (rows === 0) return 0;
  // Up to four entries go partly into the room that is below the axis anyway.
  return 16 * scale + entryHeight(scale) * rows + (rows > 4 ? 2 * rows * scale : 0);
}

/** Vega gives an entry a whole number of units, and two more to the next one. */
function entryHeight(scale: number): number {
  return Math.ceil((legendRoom.entry - 2) * scale) + 2 * scale;
}

function legendOf(
  content: PanelContent,
  layout: HistoryLayout,
  scale: number,
  panel: { readonly width: number; readonly height: number },
  place: "inside" | "below",
): (LegendPlace & { readonly rows: number }) | undefined {
  const { series } = content;
  if (layout.legend === "none" || series.length === 0) return undefined;
  const size = typeSizes.label * scale;
  const beside = (legendRoom.symbol + 8) * scale;
  const frame = legendRoom.frame * scale;
  const widest = content.widestName * size * slack;
  const room = panel.width - frame;
  const most = Math.max(1, Math.floor(room / (widest + beside)));
  const columns = place === "inside" ? 1 : Math.min(most, Math.ceil(series.length / 4));
  const limit = Math.min(widest, Math.max(20 * scale, room / columns - beside));
  const rows = Math.ceil(series.length / columns);
  return {
    place,
    columns,
    names: series.map(({ name }) => name),
    isCut: limit < widest,
    limit: Math.ceil(limit) + 1,
    rows,
    width: columns * (widest + beside) + frame,
    height: entryHeight(scale) * rows + frame,
  };
}

/** Free room above and below the curves in units of the picture, more where labels are written there. */
export function valuePadding(layout: HistoryLayout, scale: number, height: number): number {
  return Math.min((layout.markBest ? 30 : 14) * scale, height / 4);
}

/** Free room left and right of the curves. */
export const epochPadding = 12;

/** `low` and `high` moved apart so that `padding` of `length` is free at both ends, as Vega pads a scale. */
export function padded(
  [low, high]: readonly [number, number],
  length: number,
  padding: number,
): [number, number] {
  const rest = ((high - low) * padding) / Math.max(1, length - 2 * padding);
  return [low - rest, high + rest];
}

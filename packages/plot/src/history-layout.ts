/** Where everything of the history figure goes: the panels, their legends, and the size of the type. */
import { shortenNames, wrapText } from "./fit-text";
import { legendHeight, type LegendPlace, placeLegends } from "./legend-place";
import type { PanelContent } from "./panel-content";
import { textWidth } from "./text-width";
import type { Theme } from "./theme";
import { slack, typeSizes } from "./type-sizes";
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

/** What one try at an arrangement starts from. */
interface Try {
  readonly contents: readonly PanelContent[];
  readonly layout: HistoryLayout;
  readonly scale: number;
  readonly columns: number;
}

function place(
  contents: readonly PanelContent[],
  layout: HistoryLayout,
  scale: number,
  columns: number,
): { arrangement: Arrangement; fits: boolean } {
  const attempted: Try = { contents, layout, scale, columns };
  const title =
    layout.title === undefined
      ? []
      : wrapText(layout.title, layout.width - 40 * scale, typeSizes.title * scale);
  const heightFor = (legendRows: number, titleRows: number): number =>
    panelHeight(attempted, { title: title.length, titleRows, legendRows });
  const first = measureAxes(attempted, heightFor(0, 1), 0);
  const width = Math.max(20, first.width);
  const panelTitles = contents.map((content) =>
    wrapText(content.title, width + 28 * scale, typeSizes.panelTitle * scale),
  );
  const titleRows = Math.max(1, ...panelTitles.map((lines) => lines.length));
  const free = heightFor(0, titleRows);
  const { legends, legendRows } = placeLegends(contents, layout.legend, scale, {
    width,
    height: free,
  });
  const height = heightFor(legendRows, titleRows);
  const { labels, gutter, ...measured } = measureAxes(
    attempted,
    Math.max(20, height),
    first.gutter,
  );
  const extra = gutter - margins.gutter * scale;
  const fits =
    measured.width >= 130 * scale &&
    height >= 90 * scale &&
    (scale < 0.5 || (titlesFit(panelTitles, width, scale) && legendsFit(legends))) &&
    (legendRows === 0 || legendHeight(legendRows, scale) <= Math.max(96 * scale, height * 1.2));
  return {
    fits,
    arrangement: {
      scale,
      columns,
      panel: { width: Math.max(20, measured.width), height: Math.max(20, height) },
      spacing: {
        row: Math.round(aroundPanel(titleRows, legendRows, scale, margins.apart)),
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

/** The numbers of every value axis for panels of a height, the room that the longest one needs, and the width that is left. */
function measureAxes(
  { contents, layout, scale, columns }: Try,
  height: number,
  gutter: number,
): { labels: ValueLabels[]; gutter: number; width: number } {
  const tickCount = Math.max(2, Math.floor(height / (60 * scale)));
  const labels = contents.map(({ values }) => {
    const [low, high] = padded(values ?? [0, 1], height, valuePadding(layout, scale, height));
    return valueLabels(low, high, tickCount);
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
}

/** The height of each panel when titles and legends take so many lines. */
function panelHeight(
  { contents, layout, scale, columns }: Try,
  lines: { readonly title: number; readonly titleRows: number; readonly legendRows: number },
): number {
  const rows = Math.max(1, Math.ceil(contents.length / columns));
  const titleRoom = lines.title === 0 ? 0 : (34 + 20 * (lines.title - 1)) * scale;
  const all = layout.height - titleRoom - margins.apart * scale * (rows - 1);
  return Math.round(all / rows - aroundPanel(lines.titleRows, lines.legendRows, scale, 0));
}

/** What stands above and below a panel: its title, its axis, its legend, and `apart` more. */
function aroundPanel(titleRows: number, legendRows: number, scale: number, apart: number): number {
  return (
    (margins.top + margins.bottom + apart + 17 * (titleRows - 1)) * scale +
    legendHeight(legendRows, scale)
  );
}

function titlesFit(titles: readonly (readonly string[])[], width: number, scale: number): boolean {
  return titles.every(
    (lines) =>
      lines.length <= 2 &&
      lines.every((line) => textWidth(line, typeSizes.panelTitle * scale) <= width + 44 * scale),
  );
}

/** A legend of one or two names is not worth cutting them. */
function legendsFit(legends: readonly (LegendPlace | undefined)[]): boolean {
  return !legends.some((legend) => legend?.isCut === true && legend.names.length <= 2);
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

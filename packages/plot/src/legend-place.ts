/** Where the legends of a history figure go, and what room they take. */
import { slack, typeSizes } from "./type-sizes";

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

/** What a legend takes beside its names at scale 1: the line before a name, and the box around all. */
const legendRoom = { entry: 16, symbol: 30, frame: 14 };

/** What a legend names: the curves of one panel. */
interface Curves {
  readonly series: readonly { readonly name: string }[];
  /** The width of the longest name in type of size 1. */
  readonly widestName: number;
}

/** The size of a panel without axes and title. */
interface PanelSize {
  readonly width: number;
  readonly height: number;
}

/** The legends of all panels: inside where all of them have room there, else below, with the most rows that one takes there. */
export function placeLegends(
  contents: readonly Curves[],
  wish: "inside" | "below" | "none",
  scale: number,
  panel: PanelSize,
): { legends: readonly (LegendPlace | undefined)[]; legendRows: number } {
  if (wish === "none") return { legends: contents.map(() => undefined), legendRows: 0 };
  if (wish === "inside") {
    const inside = contents.map((content) => legendOf(content, scale, panel, "inside"));
    const fit = inside.every(
      (legend) =>
        legend === undefined ||
        (legend.width <= panel.width * 0.75 && legend.height <= panel.height * 0.5),
    );
    if (fit) return { legends: inside, legendRows: 0 };
  }
  const below = contents.map((content) => legendOf(content, scale, panel, "below"));
  return { legends: below, legendRows: Math.max(1, ...below.map((legend) => legend?.rows ?? 0)) };
}

/** What a legend of so many rows takes below a panel. */
export function legendHeight(rows: number, scale: number): number {
  if (rows === 0) return 0;
  // Up to four entries go partly into the room that is below the axis anyway.
  return 16 * scale + entryHeight(scale) * rows + (rows > 4 ? 2 * rows * scale : 0);
}

/** Vega gives an entry a whole number of units, and two more to the next one. */
function entryHeight(scale: number): number {
  return Math.ceil((legendRoom.entry - 2) * scale) + 2 * scale;
}

function legendOf(
  content: Curves,
  scale: number,
  panel: PanelSize,
  place: "inside" | "below",
): (LegendPlace & { readonly rows: number }) | undefined {
  const { series } = content;
  if (series.length === 0) return undefined;
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

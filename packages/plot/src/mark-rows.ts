/** The marks of a panel with the places of their labels, as rows of a table. */
import {
  epochPadding,
  padded,
  valuePadding,
  type Arrangement,
  type HistoryLayout,
} from "./history-layout";
import { slack, typeSizes } from "./type-sizes";
import { legendCorner } from "./legend";
import type { PanelContent } from "./panel-content";
import { distance, placeLabels, type Box, type Label } from "./place-labels";
import { textWidth } from "./text-width";
import type { Mark } from "./history-rows";

/** A mark with its label: where the label starts and its middle, away from the marked point, in units of the picture. */
export interface MarkRow extends Mark {
  readonly dx: number;
  readonly dy: number;
  /** The most that the label may take. */
  readonly limit: number;
  /** The end of a line to a label that lies apart from its point, away from that point; 0 and 0 without one. */
  readonly leadX: number;
  readonly leadY: number;
}

/** The marks of panel `at`. A label for which there is no room is left out; its mark stays. */
export function placedMarks(
  content: PanelContent,
  at: number,
  arrangement: Arrangement,
  layout: HistoryLayout,
): MarkRow[] {
  if (content.marks.length === 0) return [];
  const { scale, panel } = arrangement;
  const toPoint = pointIn(content, arrangement, layout);
  const size = typeSizes.mark * scale;
  const height = 13 * scale;
  const labels = content.marks.map((mark): Label => {
    const [x, y] = toPoint(mark.epoch, (mark.value + mark.other) / 2);
    const width = textWidth(mark.label, size) * slack + 2 * scale;
    const below = legendCorner(content.metric) === "top-right";
    return { x, y, width, height, wishes: wishes(mark, { x, y, width, scale, below }) };
  });
  const legend = arrangement.legends[at];
  const taken = legend?.place === "inside" ? [legendBox(legend, content.metric, panel, scale)] : [];
  const boxes = content.marks.flatMap((mark) => marked(mark, toPoint, scale));
  const lines = content.rows.flatMap((row, index) => {
    const previous = content.rows[index - 1];
    if (row.value === null) return [];
    const [x, y] = toPoint(row.epoch, row.value);
    if (previous === undefined || previous.series !== row.series || previous.value === null)
      return [[x, y, x, y] as const];
    return [[...toPoint(previous.epoch, previous.value), x, y] as const];
  });
  const places = placeLabels(labels, { ...panel, lines, boxes, taken });
  return content.marks.map((mark, index) => {
    const label = labels[index];
    const box = places[index];
    if (label === undefined || box === undefined)
      return { ...mark, label: "", dx: 0, dy: 0, limit: 1, leadX: 0, leadY: 0 };
    return {
      ...mark,
      dx: rounded(box.left - label.x),
      dy: rounded(box.top + box.height / 2 - label.y),
      limit: Math.ceil(label.width),
      ...lead(label, box, scale),
    };
  });
}

/** Places close to a mark, those of the plain figure first. */
function wishes(
  mark: Mark,
  at: { x: number; y: number; width: number; scale: number; below: boolean },
): { left: number; middle: number }[] {
  const { x, y, width, scale } = at;
  if (mark.kind === "gap") {
    return [0, -16, 16, -32, 32, -48, 48].flatMap((shift) => [
      { left: x - 5 * scale - width - 4 * mark.run * scale, middle: y + shift * scale },
      { left: x + 5 * scale, middle: y + shift * scale },
    ]);
  }
  const lefts = mark.late
    ? [x + 5 * scale - width, x - 5 * scale, x - width / 2]
    : [x - 5 * scale, x + 5 * scale - width, x - width / 2];
  return (at.below ? [14, -14, 24, -24, 36, -36] : [-14, 14, -24, 24, -36, 36]).flatMap((shift) =>
    lefts.map((left) => ({ left, middle: y + shift * scale })),
  );
}

/** Where a point of the panel lies, as Vega's padded linear scales put it. */
function pointIn(
  { epochs, values }: PanelContent,
  { panel, scale }: Arrangement,
  layout: HistoryLayout,
): (epoch: number, value: number) => [number, number] {
  const across = padded(epochs ?? [0, 1], panel.width, epochPadding * scale);
  const padding = valuePadding(layout, scale, panel.height);
  const up = padded(values ?? [0, 1], panel.height, padding);
  const portion = (value: number, [low, high]: [number, number]): number =>
    high > low ? (value - low) / (high - low) : 0.5;
  return (epoch, value) => [
    portion(epoch, across) * panel.width,
    (1 - portion(value, up)) * panel.height,
  ];
}

/** What a mark itself covers: the circle, or the line of a gap. */
function marked(
  mark: Mark,
  toPoint: (epoch: number, value: number) => [number, number],
  scale: number,
): Box[] {
  const [x, y] = toPoint(mark.epoch, mark.value);
  const [, other] = toPoint(mark.epoch, mark.other);
  const reach = mark.kind === "best" ? 6 * scale : 1;
  return [
    {
      left: x - reach,
      top: Math.min(y, other) - reach,
      width: 2 * reach,
      height: Math.abs(y - other) + 2 * reach,
    },
  ];
}

function legendBox(
  legend: { readonly width: number; readonly height: number },
  metric: string,
  panel: { readonly width: number; readonly height: number },
  scale: number,
): Box {
  const edge = 8 * scale;
  // The frame's line, and what rounding to whole units may add.
  const [width, height] = [legend.width + 4 * scale, legend.height + 4 * scale];
  const top = legendCorner(metric) === "top-right" ? edge : panel.height - edge - height;
  return { left: panel.width - edge - width, top, width, height };
}

/** From the marked point to the nearest point of a label that lies too far off to be seen as its own. */
function lead(label: Label, box: Box, scale: number): { leadX: number; leadY: number } {
  if (distance(label, box) < 18 * scale) return { leadX: 0, leadY: 0 };
  const nearest = (value: number, from: number, length: number): number =>
    Math.min(from + length, Math.max(from, value));
  return {
    leadX: rounded(nearest(label.x, box.left, box.width) - label.x),
    leadY: rounded(nearest(label.y, box.top, box.height) - label.y),
  };
}

/** To hundredths, so that the same picture has the same text everywhere. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/** The layers that mark best epochs and gaps in a panel. */
import type { Arrangement, HistoryLayout } from "./history-layout";
import { typeSizes } from "./type-sizes";
import type { PanelContent } from "./panel-content";
import { inks } from "./theme";

/** The channels of the panel that the marks share. */
export interface PanelChannels {
  readonly epoch: object;
  readonly value: object;
  readonly color: object;
}

/** Lines of gaps, circles of best epochs, and above all the labels of both. */
export function markLayers(
  content: PanelContent,
  table: string,
  { scale }: Arrangement,
  layout: HistoryLayout,
  { epoch, value, color }: PanelChannels,
): object[] {
  const data = { name: table };
  const runs = new Set(content.marks.map((mark) => mark.run)).size;
  const gapRuns = layout.markGap ? Math.max(1, ...content.marks.map((mark) => mark.run + 1)) : 0;
  const gaps = Array.from({ length: gapRuns }, (_, at) => ({
    data,
    transform: [{ filter: `datum.kind == 'gap' && datum.run == ${at}` }],
    mark: {
      type: "rule",
      strokeWidth: 1.4 * scale,
      strokeDash: [2 * scale, 2 * scale],
      // Side by side, since several runs mostly end at the same epoch.
      xOffset: -4 * scale * (gapRuns - 1 - at),
    },
    encoding: { x: epoch, y: value, y2: { field: "other" }, color },
  }));
  const bests = layout.markBest
    ? [
        {
          data,
          transform: [{ filter: "datum.kind == 'best'" }],
          mark: {
            type: "point",
            filled: false,
            size: 80 * scale * scale,
            strokeWidth: 1.8 * scale,
            opacity: 1,
          },
          encoding: { x: epoch, y: value, color },
        },
      ]
    : [];
  const labels =
    layout.markBest || layout.markGap
      ? labelLayers(data, scale, layout, { epoch, value, color }, runs > 1)
      : [];
  return [...gaps, ...bests, ...labels];
}

function labelLayers(
  data: object,
  scale: number,
  { theme }: HistoryLayout,
  { epoch, value, color }: PanelChannels,
  several: boolean,
): object[] {
  const { ink, halo } = inks[theme];
  const middle = { ...value, field: "middle" };
  const transform = [
    { filter: "datum.label != ''" },
    { calculate: "(datum.value + datum.other) / 2", as: "middle" },
  ];
  const lead = {
    data,
    transform: [...transform, { filter: "datum.leadX != 0 || datum.leadY != 0" }],
    mark: {
      type: "rule",
      strokeWidth: 0.8 * scale,
      opacity: 0.8,
      ...(several ? {} : { color: ink }),
      x2Offset: { expr: "datum.leadX" },
      y2Offset: { expr: "datum.leadY" },
    },
    encoding: {
      x: epoch,
      x2: { field: "epoch" },
      y: middle,
      y2: { field: "middle" },
      ...(several ? { color } : {}),
    },
  };
  // A halo under the ink, so that a label stays readable where no place off the curves was left.
  const paints = [
    {
      stroke: halo,
      strokeWidth: 3 * scale,
      strokeJoin: "round",
      fill: halo,
      opacity: 0.9,
    },
    several ? { stroke: null } : { stroke: null, fill: ink },
  ];
  const texts = paints.map((paint) => ({
    data,
    transform,
    mark: {
      type: "text",
      fontSize: typeSizes.mark * scale,
      align: "left",
      baseline: "middle",
      dx: { expr: "datum.dx" },
      dy: { expr: "datum.dy" },
      limit: { expr: "datum.limit" },
      ...paint,
    },
    encoding: {
      x: epoch,
      y: middle,
      text: { field: "label" },
      ...(paint.stroke === null && several ? { color } : {}),
    },
  }));
  return [lead, ...texts];
}

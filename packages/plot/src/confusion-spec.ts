/** The Vega-Lite specification of a confusion matrix. */
import type { TopLevelSpec } from "vega-lite";
import { countText, shortCount, type Cell } from "./confusion-cells";
import { linesOf, shortenNames, wrapText } from "./fit-text";
import { textWidth } from "./text-width";
import { configOf, inks, type Theme } from "./theme";

/** The options of the matrix, all decided. */
export interface MatrixLook {
  /** Width and height of a cell. */
  readonly size: number;
  readonly title: string;
  readonly theme: Theme;
  readonly predicted: string;
  readonly actual: string;
}

/** Names of classes longer than this are cut, in units of the picture. */
const longestName = 180;

const labelSize = 11;

/** In smaller cells a zero is left blank and the percentage is left to the shade. */
const smallCell = 34;

/** A square of shaded cells with their texts. */
export function matrixSpec(
  cells: readonly Cell[],
  classNames: readonly string[],
  look: MatrixLook,
): TopLevelSpec {
  const { background, shades, onShade } = inks[look.theme];
  const side = look.size * classNames.length;
  const scale = { domain: classNames, paddingInner: 0.03, paddingOuter: 0 };
  const ink = {
    condition: { test: "datum.share > 0.55", value: onShade[1] },
    value: onShade[0],
  };
  const title = (text: string, room: number, size: number): string | string[] =>
    linesOf(wrapText(text, room, size));
  const written = cellTexts(cells, look.size);
  const line = (field: string, fontSize: number, dy: number): object => ({
    transform: [{ filter: `datum.${field} != ''` }],
    mark: { type: "text", fontSize, dy, baseline: "middle" },
    encoding: { text: { field, type: "nominal" }, color: ink },
  });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: "Confusion matrix: counts and percentages of each true class",
    background,
    padding: 14,
    width: side,
    height: side,
    title: { text: title(look.title, Math.max(side, 240), 14), anchor: "middle" },
    data: { values: written.rows },
    encoding: {
      x: {
        field: "predicted",
        type: "nominal",
        sort: null,
        title: title(look.predicted, Math.max(side, 60), 12),
        scale,
        axis: { orient: "bottom", ...predictedLabels(classNames, look.size), ...axisLook },
      },
      y: {
        field: "actual",
        type: "nominal",
        sort: null,
        title: title(look.actual, Math.max(side, 60), 12),
        scale,
        axis: { ...labels(classNames, longestName), ...axisLook },
      },
    },
    layer: [
      {
        mark: { type: "rect" },
        encoding: {
          color: {
            field: "share",
            type: "quantitative",
            scale: { domain: [0, 1], range: shades },
            legend: null,
          },
        },
      },
      ...(written.countSize > 0
        ? [line("text", written.countSize, written.percentSize > 0 ? -7 * written.lines : 0)]
        : []),
      ...(written.percentSize > 0
        ? [line("percent", written.percentSize, 11 * written.lines)]
        : []),
    ],
    config: { ...configOf(look.theme), view: { stroke: null } },
  } as TopLevelSpec;
}

const axisLook = { ticks: false, titlePadding: 10, labelOverlap: false };

/** Level where all fit their columns, else upright. */
function predictedLabels(classNames: readonly string[], size: number): object {
  const isLevel = classNames.every((name) => textWidth(name, labelSize) <= size - 6);
  if (isLevel) return { labelAngle: 0, labelLimit: size - 2 };
  return {
    labelAngle: -90,
    labelAlign: "right",
    labelBaseline: "middle",
    ...labels(classNames, longestName),
  };
}

/** Labels no wider than `width`; different names stay different. */
function labels(classNames: readonly string[], width: number): object {
  const short = shortenNames(classNames, width, labelSize);
  if (short.every((name, at) => name === classNames[at])) return { labelLimit: width + 10 };
  const shown = Object.fromEntries(classNames.map((name, at) => [name, short[at] ?? name]));
  return {
    labelLimit: width + 10,
    labelExpr: `(${JSON.stringify(shown)})[datum.value]`,
  };
}

/** What is written into the cells, in type that the widest text fits. */
function cellTexts(
  cells: readonly Cell[],
  size: number,
): {
  rows: readonly (Cell & { readonly text: string })[];
  countSize: number;
  percentSize: number;
  /** How far apart the two lines are, 1 where there is room. */
  lines: number;
} {
  const room = size - Math.max(3, Math.min(6, size * 0.1));
  const widest = (texts: readonly string[]): number =>
    texts.reduce((most, text) => Math.max(most, textWidth(text, 1)), 0.1);
  const isSmall = size < smallCell;
  const lines = Math.min(1, size / 44);
  const fitting = (texts: readonly string[], most: number): number =>
    Math.min(most, Math.floor((room / widest(texts)) * 2) / 2);
  const largest = isSmall ? Math.min(14, size * 0.45) : 14 * lines;
  const full = cells.map((cell) => (isSmall && cell.count === 0 ? "" : countText(cell.count)));
  const short = cells.map((cell) => (isSmall && cell.count === 0 ? "" : shortCount(cell.count)));
  const texts = fitting(full, largest) >= 7 ? full : short;
  const countSize = fitting(texts, largest);
  const percentSize = isSmall
    ? 0
    : fitting(
        cells.map(({ percent }) => percent),
        10.5 * lines,
      );
  return {
    rows: cells.map((cell, at) => ({ ...cell, text: texts[at] ?? "" })),
    countSize: countSize < 5 ? 0 : countSize,
    percentSize: percentSize < 6 ? 0 : percentSize,
    lines,
  };
}

/** A confusion matrix: what each class was taken for, in counts and in percent of the class. */
import type { TopLevelSpec } from "vega-lite";
import { checkNumber, PlotError } from "./errors";
import { mountSpec } from "./mount";
import { specToPng, specToSvg } from "./draw-spec";
import type { StaticPlot } from "./plot-images";
import { configOf, inks, readTheme, type Theme } from "./theme";

/** The options of {@link plotConfusionMatrix}. */
export interface PlotConfusionMatrixOptions {
  /** Default: `Confusion matrix`. */
  readonly title?: string;
  /** Width and height of one cell, at least 24. Default: 76. */
  readonly cellSize?: number;
  /** `light`: ink on white. `dark`: light ink without a background, for a dark page. Default: `light`. */
  readonly theme?: Theme;
  /** Titles of the axes. Default: `Predicted class` and `True class`. */
  readonly axisTitles?: { readonly predicted: string; readonly actual: string };
}

interface Cell {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
  readonly share: number;
  readonly percent: string;
}

/**
 * A square of cells: a row for each true class, a column for each predicted class. The number is the count, below it
 * the percentage of its row (of all examples of the true class), which also gives the shade. A row of zeros shows 0%.
 *
 * @param matrix `matrix[actual][predicted]`, counts of at least 0.
 * @param classNames One name for each row and column, all different.
 * @throws PlotError `invalid-argument` if the matrix is not square, the names do not fit, or a count is negative.
 *
 * @example
 * ```ts
 * const svg = await plotConfusionMatrix([[8, 2], [1, 9]], ["daisy", "roses"]).toSvg();
 * ```
 */
export function plotConfusionMatrix(
  matrix: readonly ArrayLike<number>[],
  classNames: readonly string[],
  options: PlotConfusionMatrixOptions = {},
): StaticPlot {
  const cells = readCells(matrix, classNames);
  const size = checkNumber("cellSize", options.cellSize ?? 76, 24);
  const spec = matrixSpec(cells, classNames, size, {
    title: options.title ?? "Confusion matrix",
    theme: readTheme(options.theme),
    predicted: options.axisTitles?.predicted ?? "Predicted class",
    actual: options.axisTitles?.actual ?? "True class",
  });
  return {
    spec,
    toSvg: (svgOptions) => specToSvg(spec, undefined, svgOptions),
    toPng: (pngOptions) => specToPng(spec, undefined, pngOptions),
    toText: () => matrixText(cells, classNames),
    mount: (element) => mountSpec(spec, element),
  };
}

function readCells(matrix: readonly ArrayLike<number>[], classNames: readonly string[]): Cell[] {
  const count = classNames.length;
  if (count === 0 || new Set(classNames).size !== count) {
    throw new PlotError(
      "invalid-argument",
      `classNames must be at least one name, all different. Received: ${classNames.join(", ") || "none"}`,
    );
  }
  if (matrix.length !== count) {
    throw new PlotError(
      "invalid-argument",
      `matrix must have ${count} rows, one for each class. Received: ${matrix.length}`,
    );
  }
  return matrix.flatMap((row, actual) => {
    if (row.length !== count) {
      throw new PlotError(
        "invalid-argument",
        `matrix[${actual}] must have ${count} columns. Received: ${row.length}`,
      );
    }
    const values = Array.from(row, (value, at) =>
      checkNumber(`matrix[${actual}][${at}]`, value, 0),
    );
    const total = values.reduce((sum, value) => sum + value, 0);
    return values.map((value, predicted) => {
      const share = total === 0 ? 0 : value / total;
      return {
        actual: classNames[actual] ?? "",
        predicted: classNames[predicted] ?? "",
        count: value,
        share,
        percent: `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 1)}%`,
      };
    });
  });
}

function matrixSpec(
  cells: readonly Cell[],
  classNames: readonly string[],
  size: number,
  look: {
    readonly title: string;
    readonly theme: Theme;
    readonly predicted: string;
    readonly actual: string;
  },
): TopLevelSpec {
  const { background, shades, onShade } = inks[look.theme];
  const axis = { field: "", type: "nominal", sort: null };
  const x = {
    ...axis,
    field: "predicted",
    title: look.predicted,
    scale: { domain: classNames, paddingInner: 0.03, paddingOuter: 0 },
    axis: { orient: "bottom", labelAngle: 0, labelLimit: size - 6, ticks: false, titlePadding: 10 },
  };
  const y = {
    ...axis,
    field: "actual",
    title: look.actual,
    scale: { domain: classNames, paddingInner: 0.03, paddingOuter: 0 },
    axis: { labelLimit: 140, ticks: false, titlePadding: 10 },
  };
  const ink = {
    condition: { test: "datum.share > 0.55", value: onShade[1] },
    value: onShade[0],
  };
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: "Confusion matrix: counts and percentages of each true class",
    background,
    padding: 14,
    width: size * classNames.length,
    height: size * classNames.length,
    title: { text: look.title, anchor: "middle" },
    data: { values: cells },
    encoding: { x, y },
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
      {
        mark: { type: "text", fontSize: 14, dy: -7, baseline: "middle" },
        encoding: { text: { field: "count", type: "quantitative", format: "," }, color: ink },
      },
      {
        mark: { type: "text", fontSize: 10.5, dy: 11, baseline: "middle" },
        encoding: { text: { field: "percent", type: "nominal" }, color: ink },
      },
    ],
    config: { ...configOf(look.theme), view: { stroke: null } },
  } as TopLevelSpec;
}

function matrixText(cells: readonly Cell[], classNames: readonly string[]): string {
  const shown = cells.map((cell) => `${cell.count} (${cell.percent})`);
  const wide =
    Math.max(...classNames.map((name) => name.length), ...shown.map((text) => text.length)) + 2;
  const side = Math.max("true \\ predicted".length, ...classNames.map((name) => name.length));
  const head =
    "true \\ predicted".padEnd(side) + classNames.map((name) => name.padStart(wide)).join("");
  const body = classNames.map(
    (name, row) =>
      name.padEnd(side) +
      shown
        .slice(row * classNames.length, (row + 1) * classNames.length)
        .map((text) => text.padStart(wide))
        .join(""),
  );
  return [head, ...body].join("\n");
}

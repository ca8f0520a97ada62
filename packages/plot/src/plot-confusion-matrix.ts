/** A confusion matrix: what each class was taken for, in counts and in percent of the class. */
import { checkOptions, entries, numberIn, text, type OptionRules } from "./check-options";
import { readCells, type Cell } from "./confusion-cells";
import { matrixSpec } from "./confusion-spec";
import { displayWidth, padDisplayEnd, padDisplayStart } from "./display-width";
import { specToPng, specToSvg } from "./draw-spec";
import { mountSpec } from "./mount";
import type { StaticPlot } from "./plot-images";
import { themeRule, type Theme } from "./theme";

/** The options of {@link plotConfusionMatrix}. */
export interface PlotConfusionMatrixOptions {
  /** Default: `Confusion matrix`. */
  readonly title?: string;
  /**
   * Width and height of one cell, 24 to 1000. Default: 76; less for more than 15 classes, so that the matrix stays
   * within 1200 as long as cells are at least 24.
   */
  readonly cellSize?: number;
  /** `light`: ink on white. `dark`: light ink without a background, for a dark page. Default: `light`. */
  readonly theme?: Theme;
  /** Titles of the axes. Default: `Predicted class` and `True class`. */
  readonly axisTitles?: { readonly predicted: string; readonly actual: string };
}

const rules: OptionRules<PlotConfusionMatrixOptions> = {
  title: text,
  cellSize: numberIn(24, 1000),
  theme: themeRule,
  axisTitles: entries({ predicted: text, actual: text }),
};

/**
 * A square of cells: a row for each true class, a column for each predicted class. The number is the count, below it
 * the percentage of its row (of all examples of the true class), which also gives the shade. A row of zeros shows 0%.
 * In cells of less than 34 units zeros are blank and percentages left to the shade.
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
  checkOptions(options, rules);
  const cells = readCells(matrix, classNames);
  const spec = matrixSpec(cells, classNames, {
    size: options.cellSize ?? Math.min(76, Math.max(24, Math.floor(1200 / classNames.length))),
    title: options.title ?? "Confusion matrix",
    theme: options.theme ?? "light",
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

function matrixText(cells: readonly Cell[], classNames: readonly string[]): string {
  const shown = cells.map((cell) => `${cell.count} (${cell.percent})`);
  const most = (texts: readonly string[]): number => Math.max(...texts.map(displayWidth));
  const wide = Math.max(most(classNames), most(shown)) + 2;
  const side = Math.max("true \\ predicted".length, most(classNames));
  const head =
    "true \\ predicted".padEnd(side) +
    classNames.map((name) => padDisplayStart(name, wide)).join("");
  const body = classNames.map(
    (name, row) =>
      padDisplayEnd(name, side) +
      shown
        .slice(row * classNames.length, (row + 1) * classNames.length)
        .map((cell) => padDisplayStart(cell, wide))
        .join(""),
  );
  return [head, ...body].join("\n");
}

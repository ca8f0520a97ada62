/** The figure of a training run: accuracy on the left, loss on the right, training and validation. */
import type { TopLevelSpec } from "vega-lite";
import {
  checkOptions,
  entries,
  flag,
  numberIn,
  oneOf,
  refuse,
  text,
  texts,
  type OptionRules,
} from "./check-options";
import { PlotError } from "./errors";
import { readRuns, type HistoriesInput, type Run } from "./history-input";
import type { HistoryLayout } from "./history-layout";
import { historyFigure, type HistoryFigure } from "./history-spec";
import { historyText } from "./history-text";
import { mountSpec, type MountTarget } from "./mount";
import { specToPng, specToSvg, type PngOptions, type SvgOptions } from "./draw-spec";
import type { TextOptions } from "./text-chart";
import { themeRule, type Theme } from "./theme";
import { englishWords, type HistoryWords } from "./words";

/** The options of {@link plotHistory}. */
export interface PlotHistoryOptions {
  /** A title above both panels. Default: none, as in TensorFlow's tutorial. */
  readonly title?: string;
  /** Width of the whole picture, 240 to 16384. Default: 800 (8 inches at 100 dots per inch). */
  readonly width?: number;
  /** Height of the whole picture, 160 to 16384. Default: 800. */
  readonly height?: number;
  /** Mark each run's epoch of highest accuracy and of lowest loss (of validation where there is one). Default: false. */
  readonly markBest?: boolean;
  /** Mark the distance from training to validation at the last epoch that has both. Default: false. */
  readonly markGap?: boolean;
  /** `inside`: lower right for accuracy, upper right for loss; `below` each panel; or `none`. Default: `inside`. */
  readonly legend?: "inside" | "below" | "none";
  /** The panels side by side, or accuracy above loss, for narrow places. Default: `beside`. */
  readonly panels?: "beside" | "stacked";
  /**
   * The metrics to draw, in this order, without `val_`; accuracy is `accuracy` in whatever spelling the history has it.
   * Default: all, accuracy first, then loss.
   */
  readonly metrics?: readonly string[];
  /** Grid lines. Default: false, as in the tutorial. */
  readonly grid?: boolean;
  /** About how many points of a curve are drawn at most, at least 16; extremes always stay. Default: 1000. */
  readonly maxPoints?: number;
  /** The number of the first epoch. Default: the numbers that the history carries (`epoch`), else from 0. */
  readonly firstEpoch?: number;
  /** `light`: ink on white. `dark`: light ink without a background, for a dark page. Default: `light`. */
  readonly theme?: Theme;
  /** Words in another language; those left out stay English. */
  readonly words?: Partial<HistoryWords>;
}

const rules: OptionRules<PlotHistoryOptions> = {
  title: text,
  width: numberIn(240, 16_384),
  height: numberIn(160, 16_384),
  markBest: flag,
  markGap: flag,
  legend: oneOf(["inside", "below", "none"]),
  panels: oneOf(["beside", "stacked"]),
  metrics: texts,
  grid: flag,
  maxPoints: numberIn(16, 1_000_000),
  firstEpoch: numberIn(0, Number.MAX_SAFE_INTEGER),
  theme: themeRule,
  words: entries(
    Object.fromEntries(
      Object.keys(englishWords).map((word) => [word, text]),
    ) as OptionRules<HistoryWords>,
  ),
};

/** A history drawn in a page. */
export interface LiveHistoryPlot {
  /** Draws another state of the same runs, as after one more epoch; the page's elements stay. */
  update(history: HistoriesInput): Promise<void>;
  /** Removes the drawing. */
  dispose(): void;
}

/** The figure, to be drawn in one of several ways. Each call draws again; nothing is to be disposed. */
export interface HistoryPlot {
  /** The Vega-Lite 6 specification with its data inside, for any notebook or editor. */
  readonly spec: TopLevelSpec;
  /** SVG text; in Node with text as outlines. The same input gives the same bytes. */
  toSvg(options?: SvgOptions): Promise<string>;
  /** The bytes of a PNG file; in Node the same input gives the same bytes. */
  toPng(options?: PngOptions): Promise<Uint8Array>;
  /** The curves for a terminal. */
  toText(options?: TextOptions): string;
  /** Draws in a page. */
  mount(element: MountTarget): Promise<LiveHistoryPlot>;
}

/**
 * The figure of TensorFlow's flowers tutorial: `Training and Validation Accuracy` with its legend at the lower right
 * beside `Training and Validation Loss` with its legend at the upper right, in matplotlib's colours and font.
 * Several runs share the panels, a colour each, training solid and validation dashed.
 *
 * NaN and infinite values are gaps in the curve; a value without neighbours is a dot; long curves are thinned.
 *
 * @param history A record with Keras keys or tfjs keys, an object with such a `history`, the text of a CSV log, or
 * several of these by name.
 * @throws PlotError `invalid-history`, `invalid-csv` or `invalid-argument`.
 *
 * @example
 * ```ts
 * const plot = plotHistory({ loss: [1.3, 0.9], accuracy: [0.4, 0.6], val_loss: [1.2, 1], val_accuracy: [0.5, 0.6] });
 * await writeFile("history.png", await plot.toPng({ scale: 2 }));
 * ```
 */
export function plotHistory(
  history: HistoriesInput,
  options: PlotHistoryOptions = {},
): HistoryPlot {
  const layout = readLayout(options);
  const runs = readWanted(history, layout);
  const size = { width: layout.width, height: layout.height };
  const figure = historyFigure(runs, layout);
  return {
    spec: figure.spec,
    toSvg: (svgOptions) => specToSvg(figure.spec, size, svgOptions),
    toPng: (pngOptions) => specToPng(figure.spec, size, pngOptions),
    toText: (textOptions) => historyText(runs, layout, textOptions),
    mount: (element) => mountHistory(figure, layout, element),
  };
}

async function mountHistory(
  first: HistoryFigure,
  layout: HistoryLayout,
  element: MountTarget,
): Promise<LiveHistoryPlot> {
  let live = await mountSpec(first.spec, element);
  let { frame } = first;
  let disposed = false;
  return {
    async update(next) {
      if (disposed) throw new PlotError("invalid-argument", "update was called after dispose");
      const figure = historyFigure(readWanted(next, layout), layout);
      if (figure.frame === frame) return live.setTables(figure.tables);
      // Other curves have another legend, other values other numbers: only then is the view made again.
      ({ frame } = figure);
      live.dispose();
      live = await mountSpec(figure.spec, element);
    },
    dispose() {
      if (!disposed) live.dispose();
      disposed = true;
    },
  };
}

/** The runs of `history`, which must have each metric that `layout` asks for. */
function readWanted(history: HistoriesInput, layout: HistoryLayout): Run[] {
  const runs = readRuns(history);
  const known = [...new Set(runs.flatMap((run) => [...run.metrics.keys()]))];
  const { metrics } = layout;
  if (metrics !== undefined && (metrics.length === 0 || new Set(metrics).size < metrics.length))
    refuse("metrics", "at least one name, all different", metrics);
  const missing = metrics?.find((metric) => !known.includes(metric));
  if (missing !== undefined) {
    throw new PlotError(
      "invalid-argument",
      `metrics must be metrics of the history, one of ${known.join(", ")}. Received: ${JSON.stringify(missing)}`,
    );
  }
  return runs;
}

function readLayout(options: PlotHistoryOptions): HistoryLayout {
  checkOptions(options, rules);
  return {
    title: options.title,
    width: options.width ?? 800,
    height: options.height ?? 800,
    markBest: options.markBest ?? false,
    markGap: options.markGap ?? false,
    legend: options.legend ?? "inside",
    grid: options.grid ?? false,
    maxPoints: options.maxPoints ?? 1000,
    firstEpoch: options.firstEpoch,
    panels: options.panels ?? "beside",
    metrics: options.metrics,
    theme: options.theme ?? "light",
    words: { ...englishWords, ...givenWords(options.words) },
  };
}

/** Words that are undefined stay English, like those left out. */
function givenWords(words: Partial<HistoryWords> = {}): Partial<HistoryWords> {
  return Object.fromEntries(Object.entries(words).filter(([, word]) => word !== undefined));
}

/** Training-history and image-grid plots: one Vega-Lite specification to SVG, PNG, a live page or the terminal. */

export { PlotError, type PlotErrorCode } from "./errors";
export type { HistoriesInput, HistoryInput, HistoryRecord } from "./history-input";
export type { MountTarget } from "./mount";
export type { PngOptions, SvgOptions } from "./draw-spec";
export {
  plotHistory,
  type HistoryPlot,
  type LiveHistoryPlot,
  type PlotHistoryOptions,
} from "./plot-history";
export type { TextOptions } from "./text-chart";
export type { Theme } from "./theme";
export type { HistoryWords } from "./words";
export { plotConfusionMatrix, type PlotConfusionMatrixOptions } from "./plot-confusion-matrix";
export { plotImages, type PlotImagesOptions, type StaticPlot } from "./plot-images";
export type { PlotImage } from "./png";

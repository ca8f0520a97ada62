/** The look shared by all pictures: matplotlib's default colours and font. */
/** Matplotlib's default colour cycle, C0 to C9. */
export const palette = [
  "#1f77b4",
  "#ff7f0e",
  "#2ca02c",
  "#d62728",
  "#9467bd",
  "#8c564b",
  "#e377c2",
  "#7f7f7f",
  "#bcbd22",
  "#17becf",
] as const;

/** The lighter halves of matplotlib's 20 colours, for the runs after the tenth. */
const lighter = [
  "#aec7e8",
  "#ffbb78",
  "#98df8a",
  "#ff9896",
  "#c5b0d5",
  "#c49c94",
  "#f7b6d2",
  "#c7c7c7",
  "#dbdb8d",
  "#9edae5",
] as const;

/** The colour of curve `at`: all 20 of matplotlib's, then again from the first. */
export function paletteColor(at: number): string {
  const all = [...palette, ...lighter];
  return all[at % all.length] ?? palette[0];
}

/** The family that text is drawn and measured in, then what to take where it is absent. */
export const fontFamily = "DejaVu Sans, Verdana, sans-serif";

/** The Vega-Lite config of every picture. */
export const baseConfig = {
  font: fontFamily,
  view: { stroke: "#262626", strokeWidth: 0.8 },
  axis: {
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal",
    labelColor: "#262626",
    titleColor: "#262626",
    tickColor: "#262626",
    tickSize: 4,
    tickWidth: 0.8,
    domain: false,
    labelPadding: 4,
    titlePadding: 6,
  },
  title: { fontSize: 14, fontWeight: "normal", color: "#111111", offset: 10 },
  legend: { labelFontSize: 11, labelColor: "#262626", labelLimit: 0 },
} as const;

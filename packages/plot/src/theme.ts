/** Colours for light and dark surroundings. */
import { oneOf } from "./check-options";
import { baseConfig } from "./palette";

/** `light` is matplotlib's white page; `dark` has light ink and no background, for a dark page. */
export type Theme = "light" | "dark";

/** The colours of one theme that are not the curves'. */
export interface Inks {
  /** null draws none. */
  readonly background: string | null;
  readonly ink: string;
  /** Around and under text that lies on curves. */
  readonly halo: string;
  readonly legendFill: string;
  readonly legendStroke: string;
  /** Shades of the confusion matrix, from none to all. */
  readonly shades: readonly [string, string];
  /** Text on a light and on a strong shade. */
  readonly onShade: readonly [string, string];
}

/** The colours of each theme. */
export const inks: Readonly<Record<Theme, Inks>> = {
  light: {
    background: "white",
    ink: "#262626",
    halo: "white",
    legendFill: "rgba(255,255,255,0.7)",
    legendStroke: "#cccccc",
    shades: ["#f1f6fb", "#08519c"],
    onShade: ["#1a1a1a", "white"],
  },
  dark: {
    background: null,
    ink: "#e4e4e4",
    halo: "#161616",
    legendFill: "rgba(22,22,22,0.7)",
    legendStroke: "#4a4a4a",
    shades: ["#1c2733", "#7db8f0"],
    onShade: ["#f2f2f2", "#0b1016"],
  },
};

/** The `theme` of every picture. */
export const themeRule = oneOf(Object.keys(inks));

/** The Vega-Lite config of a theme; `scale` is the size of the type. */
export function configOf(theme: Theme, scale = 1): object {
  const config = scale === 1 ? baseConfig : scaledConfig(scale);
  if (theme === "light") return config;
  const { ink } = inks.dark;
  return {
    ...config,
    view: { ...config.view, stroke: "#8a8a8a" },
    axis: {
      ...config.axis,
      labelColor: ink,
      titleColor: ink,
      tickColor: "#8a8a8a",
      gridColor: "#4a4a4a",
    },
    title: { ...config.title, color: "#f2f2f2" },
    legend: { ...config.legend, labelColor: ink },
  };
}

/** Every length of the base config times `scale`. */
function scaledConfig(scale: number): typeof baseConfig {
  const sections = Object.entries(baseConfig).map(([name, section]) => [
    name,
    typeof section === "string"
      ? section
      : Object.fromEntries(
          Object.entries(section).map(([key, value]: [string, unknown]) => [
            key,
            typeof value === "number" ? value * scale : value,
          ]),
        ),
  ]);
  return Object.fromEntries(sections) as typeof baseConfig;
}

/** Matplotlib's curve colours; on dark, as light as they must be to be told apart from it. */
export function curveColor(color: string, theme: Theme): string {
  if (theme === "light") return color;
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `#${channels
    .map((value) =>
      Math.round(value + (255 - value) * 0.3)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

/** From a Vega-Lite specification to SVG text, by Vega without a DOM. */
import type { TopLevelSpec } from "vega-lite";
import { PlotError } from "./errors";
import type { Typeface } from "./typeface";

/** The width and height that an SVG declares; by default what Vega laid out. */
export type DeclaredSize = { readonly width: number; readonly height: number } | undefined;

/**
 * SVG text of `spec` with its text as text, measured in `typeface` if there is one; the same bytes for the same
 * specification.
 *
 * @throws PlotError `render-failed` if Vega cannot draw it.
 */
export async function renderSvg(
  spec: TopLevelSpec,
  size: DeclaredSize,
  typeface: Typeface | undefined,
): Promise<string> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  if (typeface !== undefined)
    measureWith((vega as unknown as { readonly textMetrics: TextMetrics }).textMetrics, typeface);
  try {
    const runtime = vega.parse(compile(spec).spec);
    const view = new vega.View(runtime, { renderer: "none", logLevel: vega.Error });
    try {
      const svg = await view.toSVG();
      return numberIds(size === undefined ? svg : declareSize(svg, size));
    } finally {
      view.finalize();
    }
  } catch (cause) {
    throw new PlotError("render-failed", `the picture could not be drawn: ${String(cause)}`, {
      cause,
    });
  }
}

function declareSize(
  svg: string,
  size: { readonly width: number; readonly height: number },
): string {
  return svg.replace(/<svg[^>]*>/, (tag) =>
    tag
      .replace(/\swidth="[^"]*"/, ` width="${size.width}"`)
      .replace(/\sheight="[^"]*"/, ` height="${size.height}"`),
  );
}

/** Vega numbers clip paths and gradients over the life of the process; here they count from 0 in each picture. */
function numberIds(svg: string): string {
  const names = new Map<string, string>();
  const rename = (id: string): string => {
    const known = names.get(id) ?? `plot${names.size}`;
    names.set(id, known);
    return known;
  };
  return svg
    .replace(/\sid="((?:clip|gradient)[^"]*)"/g, (_, id: string) => ` id="${rename(id)}"`)
    .replace(/url\(#((?:clip|gradient)[^)]*)\)/g, (_, id: string) => `url(#${rename(id)})`);
}

interface TextMetrics {
  width: (item: TextItem, text: unknown) => number;
}

interface TextItem {
  readonly font?: string;
  readonly fontSize?: number;
}

const original = Symbol("flowers.plot.original-width");

/**
 * Makes Vega's layout measure text in our family with our font. Text in another family keeps Vega's own measure, so
 * that other users of Vega in this process see no difference.
 */
function measureWith(
  metrics: TextMetrics & { [original]?: TextMetrics["width"] },
  typeface: Typeface,
): void {
  const vegas = (metrics[original] ??= metrics.width);
  metrics.width = (item, text) => {
    if (!(item.font ?? "").startsWith("DejaVu Sans") || text === null || text === undefined)
      return vegas(item, text);
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- Vega passes strings and numbers
    return typeface.width(String(text), item.fontSize ?? 11);
  };
}

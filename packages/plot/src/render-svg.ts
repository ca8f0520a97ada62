/** From a Vega-Lite specification to SVG text, by Vega without a DOM. */

import type { TopLevelSpec } from "vega-lite";

import { PlotError } from "./errors";
import { outlineText, type MissingGlyphs } from "./outline-text";
import { loadTypeface, type Typeface } from "./typeface";

/** How to draw. */
export interface RenderSettings {
  readonly fonts: readonly Uint8Array[];
  readonly missing: MissingGlyphs;
  /** The width and height that the SVG declares; by default what Vega laid out. */
  readonly size?: { readonly width: number; readonly height: number };
}

/**
 * SVG text of `spec`, the same bytes for the same specification and fonts.
 *
 * @throws PlotError `render-failed` if Vega cannot draw it.
 */
export async function renderSvg(spec: TopLevelSpec, settings: RenderSettings): Promise<string> {
  const [vega, { compile }, typeface] = await Promise.all([
    import("vega"),
    import("vega-lite"),
    loadTypeface(settings.fonts),
  ]);
  if (typeface !== undefined)
    measureWith((vega as unknown as { readonly textMetrics: TextMetrics }).textMetrics, typeface);
  try {
    const runtime = vega.parse(compile(spec).spec);
    const view = new vega.View(runtime, { renderer: "none", logLevel: vega.Error });
    try {
      return finish(await view.toSVG(), typeface, settings);
    } finally {
      view.finalize();
    }
  } catch (cause) {
    throw new PlotError("render-failed", `the picture could not be drawn: ${String(cause)}`, {
      cause,
    });
  }
}

function finish(svg: string, typeface: Typeface | undefined, settings: RenderSettings): string {
  const sized = settings.size === undefined ? svg : declareSize(svg, settings.size);
  const numbered = numberIds(sized);
  return typeface === undefined ? numbered : outlineText(numbered, typeface, settings.missing);
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

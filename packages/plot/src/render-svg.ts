/** From a Vega-Lite specification to SVG text, by Vega without a DOM. */
import type { TopLevelSpec } from "vega-lite";
import { PlotError } from "./errors";
import { textWidth } from "./text-width";
import type { Typeface } from "./typeface";

/** The width and height that an SVG declares; by default what Vega laid out. */
export type DeclaredSize = { readonly width: number; readonly height: number } | undefined;

/**
 * SVG text of `spec` with its text as text, measured in `typeface` if there is one, else by the page's canvas, and in a
 * worker, which has neither, by the widths that the layout was made with; the same bytes for the same specification.
 *
 * @throws PlotError `render-failed` if Vega cannot draw it.
 */
export async function renderSvg(
  spec: TopLevelSpec,
  size: DeclaredSize,
  typeface: Typeface | undefined,
): Promise<string> {
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const { textMetrics } = vega as unknown as { readonly textMetrics: TextMetrics };
  const ruler = typeface ?? (hasCanvas() ? undefined : { width: textWidth });
  if (ruler !== undefined) measureWith(textMetrics, ruler);
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

/** Where Vega finds no canvas, as in a worker, it takes every letter for a wide one and cuts what fits. */
function hasCanvas(): boolean {
  return "document" in globalThis;
}

/** Whatever knows how wide a text is. */
interface Ruler {
  width(this: void, text: string, fontSize: number): number;
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
  ruler: Ruler | Typeface,
): void {
  const vegas = (metrics[original] ??= metrics.width);
  metrics.width = (item, text) => {
    if (!(item.font ?? "").startsWith("DejaVu Sans") || text === null || text === undefined)
      return vegas(item, text);
    // oxlint-disable-next-line typescript/no-base-to-string -- Vega passes strings and numbers
    return ruler.width(String(text), item.fontSize ?? 11);
  };
}

/** Drawing a specification as SVG or PNG. */
import type { TopLevelSpec } from "vega-lite";
import { findFallbackFonts, rasterize } from "#platform";
import { byteLists, checkOptions, numberIn, type OptionRules } from "./check-options";
import { PlotError } from "./errors";
import { lackingCharacters, outlineText } from "./outline-text";
import { renderSvg, type DeclaredSize } from "./render-svg";
import { loadTypeface } from "./typeface";

/** How `toSvg` draws. */
export interface SvgOptions {
  /**
   * Fonts (bytes of TrueType or OpenType files) for characters that the bundled DejaVu Sans lacks, in order of
   * preference. Default: none.
   */
  readonly fonts?: readonly Uint8Array[];
}

/** How `toPng` draws. */
export interface PngOptions extends SvgOptions {
  /** Pixels per unit of the picture; 2 is twice as sharp. Default: 1. */
  readonly scale?: number;
}

const svgRules: OptionRules<SvgOptions> = { fonts: byteLists };

const pngRules: OptionRules<PngOptions> = { ...svgRules, scale: numberIn(0.01, 100) };

/** A picture of more pixels than this does not fit into the memory that its renderer can have. */
const mostPixels = 2 ** 27;

/** The SVG text of a specification; text that no font at hand has stays text, for the viewer's fonts. */
export async function specToSvg(
  spec: TopLevelSpec,
  size: DeclaredSize,
  options: SvgOptions = {},
): Promise<string> {
  checkOptions(options, svgRules);
  const typeface = await loadTypeface(options.fonts ?? []);
  const svg = await renderSvg(spec, size, typeface);
  return typeface === undefined ? svg : outlineText(svg, typeface, () => true);
}

/** The PNG bytes of a specification; text that no font at hand has is drawn with the machine's fonts. */
export async function specToPng(
  spec: TopLevelSpec,
  size: DeclaredSize,
  options: PngOptions = {},
): Promise<Uint8Array> {
  checkOptions(options, pngRules);
  const { scale = 1 } = options;
  const typeface = await loadTypeface(options.fonts ?? []);
  const svg = await renderSvg(spec, size, typeface);
  checkPixels(svg, scale);
  try {
    if (typeface === undefined) return await rasterize(svg, scale, []);
    const { fonts, missing } = await findFallbackFonts(lackingCharacters(svg, typeface));
    const isDrawable = (lacking: ReadonlySet<string>): boolean =>
      [...lacking].some((character) => !missing.has(character));
    return await rasterize(outlineText(svg, typeface, isDrawable), scale, fonts);
  } catch (cause) {
    throw new PlotError(
      "render-failed",
      `the picture could not be drawn as PNG: ${String(cause)}`,
      { cause },
    );
  }
}

function checkPixels(svg: string, scale: number): void {
  const side = (name: string): number =>
    Math.round(Number(new RegExp(`^<svg[^>]*\\s${name}="([^"]*)"`).exec(svg)?.[1]) * scale);
  const [width, height] = [side("width"), side("height")];
  if (width >= 1 && height >= 1 && width * height <= mostPixels) return;
  throw new PlotError(
    "invalid-argument",
    `scale must give a picture of 1 to ${mostPixels} pixels. Received: ${scale}, which gives ${width} x ${height}`,
  );
}

/** Drawing a specification as SVG or PNG. */
import type { TopLevelSpec } from "vega-lite";
import { findFallbackFonts, rasterize } from "#platform";
import { checkNumber, PlotError } from "./errors";
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

/** The SVG text of a specification; text that no font at hand has stays text, for the viewer's fonts. */
export async function specToSvg(
  spec: TopLevelSpec,
  size: DeclaredSize,
  options: SvgOptions = {},
): Promise<string> {
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
  const scale = checkNumber("scale", options.scale ?? 1, 0.01);
  const typeface = await loadTypeface(options.fonts ?? []);
  const svg = await renderSvg(spec, size, typeface);
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

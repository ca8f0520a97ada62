/** A finished picture as a value: one specification, and the ways to draw it. */

import type { TopLevelSpec } from "vega-lite";

import { rasterize } from "#platform";

import { checkNumber, PlotError } from "./errors";
import { renderSvg } from "./render-svg";

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

/** The SVG text of a specification. */
export async function specToSvg(
  spec: TopLevelSpec,
  size: { readonly width: number; readonly height: number } | undefined,
  options: SvgOptions = {},
): Promise<string> {
  return renderSvg(spec, { fonts: options.fonts ?? [], missing: "keep-text", size });
}

/** The PNG bytes of a specification. */
export async function specToPng(
  spec: TopLevelSpec,
  size: { readonly width: number; readonly height: number } | undefined,
  options: PngOptions = {},
): Promise<Uint8Array> {
  const scale = checkNumber("scale", options.scale ?? 1, 0.01);
  const svg = await renderSvg(spec, { fonts: options.fonts ?? [], missing: "boxes", size });
  try {
    return await rasterize(svg, scale);
  } catch (cause) {
    throw new PlotError(
      "render-failed",
      `the picture could not be drawn as PNG: ${String(cause)}`,
      { cause },
    );
  }
}

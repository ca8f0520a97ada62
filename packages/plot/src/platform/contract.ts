/** What this package needs from the platform: a font to draw text with, and a way from SVG to PNG. */

/** The bytes of the bundled font, or undefined where the platform draws text itself (a browser). */
export declare function loadFont(): Promise<Uint8Array | undefined>;

/** Fonts of the machine for some characters. */
export interface FallbackFonts {
  readonly fonts: readonly Uint8Array[];
  /** The characters that none of them has. */
  readonly missing: ReadonlySet<string>;
}

/**
 * Fonts of the machine that have `characters`, which the bundled font lacks; none where the platform draws text itself.
 * The user is warned of characters that no font has, once of each.
 */
export declare function findFallbackFonts(characters: ReadonlySet<string>): Promise<FallbackFonts>;

/**
 * Draws SVG text as a PNG picture, `scale` pixels a unit; text that is left in it with `fonts`.
 *
 * @throws Error of the platform's renderer.
 */
export declare function rasterize(
  svg: string,
  scale: number,
  fonts: readonly Uint8Array[],
): Promise<Uint8Array>;

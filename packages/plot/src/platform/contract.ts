/** What this package needs from the platform: a font to draw text with, and a way from SVG to PNG. */

/** The bytes of the bundled font, or undefined where the platform draws text itself (a browser). */
export declare function loadFont(): Promise<Uint8Array | undefined>;

/**
 * Draws SVG text as a PNG picture, `scale` pixels a unit.
 *
 * @throws Error of the platform's renderer.
 */
export declare function rasterize(svg: string, scale: number): Promise<Uint8Array>;

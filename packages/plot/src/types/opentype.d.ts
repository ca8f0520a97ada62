/** The part of opentype.js 2 that this package calls; the library ships no types. */
declare module "opentype.js" {
  export interface PathCommand {
    readonly type: "M" | "L" | "C" | "Q" | "Z";
    readonly x?: number;
    readonly y?: number;
    readonly x1?: number;
    readonly y1?: number;
    readonly x2?: number;
    readonly y2?: number;
  }
  export interface Glyph {
    readonly advanceWidth?: number;
    getPath(x: number, y: number, fontSize: number): { readonly commands: readonly PathCommand[] };
  }
  export interface Font {
    readonly unitsPerEm: number;
    charToGlyphIndex(character: string): number;
    readonly glyphs: { get(index: number): Glyph };
    getKerningValue(left: Glyph, right: Glyph): number;
  }
  type Parse = (buffer: ArrayBuffer) => Font;
  /** Absent where the library is loaded as CommonJS. */
  export const parse: Parse | undefined;
  const library: { readonly parse: Parse } | undefined;
  // oxlint-disable-next-line no-restricted-exports -- it is what the library exports as CommonJS
  export default library;
}

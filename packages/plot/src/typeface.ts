/** Measuring text and turning it into outlines, with the bundled font and any that the caller adds. */
// oxlint-disable-next-line typescript/triple-slash-reference -- packages that check these sources need the types too
/// <reference path="./types/opentype.d.ts" />
import type { Font, Glyph } from "opentype.js";
import { loadFont } from "#platform";
import { PlotError } from "./errors";
import { characterWidth } from "./text-width";

/** A font, or several in order of preference. */
export class Typeface {
  readonly #fonts: readonly Font[];

  constructor(fonts: readonly Font[]) {
    this.#fonts = fonts;
  }

  /** The characters of `text` without a glyph; what is never drawn, such as a line's end, is none. */
  lacking(text: string): Set<string> {
    return new Set(
      [...text].filter(
        (character) => !/^[\p{Cc}\p{Cf}]$/u.test(character) && this.#find(character) === undefined,
      ),
    );
  }

  /** The width of `text` in units of the picture; a character without a glyph is as wide as estimated. */
  width(text: string, fontSize: number): number {
    return this.#place(text, fontSize).width;
  }

  /** The outlines of `text` as SVG path data, its left end at `x` and its baseline at 0. */
  outline(text: string, fontSize: number, x: number): string {
    return this.#place(text, fontSize)
      .glyphs.map(({ glyph, at }) => pathData(glyph, x + at, fontSize))
      .join("");
  }

  #find(character: string): { font: Font; glyph: Glyph } | undefined {
    for (const font of this.#fonts) {
      const index = font.charToGlyphIndex(character);
      if (index > 0) return { font, glyph: font.glyphs.get(index) };
    }
    return undefined;
  }

  #place(
    text: string,
    fontSize: number,
  ): { width: number; glyphs: { glyph: Glyph; at: number }[] } {
    const glyphs: { glyph: Glyph; at: number }[] = [];
    let at = 0;
    let previous: { font: Font; glyph: Glyph } | undefined;
    for (const character of text) {
      const found = this.#find(character);
      const first = this.#fonts[0];
      // A character that no font has is drawn as the first font's box, so that it is seen to be missing.
      const shown =
        found ?? (first === undefined ? undefined : { font: first, glyph: first.glyphs.get(0) });
      if (shown === undefined) continue;
      const size = fontSize / shown.font.unitsPerEm;
      if (previous !== undefined && previous.font === shown.font)
        at += shown.font.getKerningValue(previous.glyph, shown.glyph) * size;
      glyphs.push({ glyph: shown.glyph, at });
      at +=
        found === undefined
          ? characterWidth(character) * fontSize
          : (shown.glyph.advanceWidth ?? 0) * size;
      previous = shown;
    }
    return { width: at, glyphs };
  }
}

let bundled: Font | undefined;

/**
 * The bundled font and `extra` ones (TrueType or OpenType bytes), or undefined where the platform draws text itself.
 *
 * @throws PlotError `render-failed` if the bundled font is not found, `invalid-argument` for other bytes than a font's
 */
export async function loadTypeface(extra: readonly Uint8Array[]): Promise<Typeface | undefined> {
  const bytes = await loadFont().catch((cause: unknown) => {
    throw new PlotError("render-failed", cause instanceof Error ? cause.message : String(cause), {
      cause,
    });
  });
  // In a page the library is not even fetched, unless there is a font to read.
  if (bytes === undefined && extra.length === 0) return undefined;
  const parse = await loadParser();
  bundled ??= bytes && parse(toBuffer(bytes));
  const fonts = extra.map((given, index) => {
    try {
      return parse(toBuffer(given));
    } catch (cause) {
      throw new PlotError(
        "invalid-argument",
        `fonts[${index}] must be the bytes of a TrueType or OpenType font. Received: ${given.length} bytes that are none`,
        { cause },
      );
    }
  });
  return new Typeface(bundled === undefined ? fonts : [bundled, ...fonts]);
}

async function loadParser(): Promise<(buffer: ArrayBuffer) => Font> {
  // Node sees the library as CommonJS, whose names all sit on the default export; bundlers see the names themselves.
  const library = await import("opentype.js");
  const parse = library.parse ?? library.default?.parse;
  if (parse === undefined)
    throw new PlotError("render-failed", "the font library opentype.js has no parse function");
  return parse;
}

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function pathData(glyph: Glyph, x: number, fontSize: number): string {
  return glyph
    .getPath(x, 0, fontSize)
    .commands.map(({ type, ...at }) => {
      const points = [at.x1, at.y1, at.x2, at.y2, at.x, at.y].filter(
        (value) => value !== undefined,
      );
      return type + points.map((value) => String(Math.round(value * 100) / 100 + 0)).join(" ");
    })
    .join("");
}

/** Replaces the text elements of a drawn SVG by outlines, so that the picture needs no font. */
import { escapeXml, unescapeXml } from "./xml";
import type { Typeface } from "./typeface";

/** Whether a text with some characters that the typeface lacks is left as it is; else they are drawn as boxes. */
export type KeepsText = (lacking: ReadonlySet<string>) => boolean;

/** The characters of the texts of `svg` that `typeface` has no glyph for. */
export function lackingCharacters(svg: string, typeface: Typeface): Set<string> {
  const texts = [...svg.matchAll(/<text[^>]*>([\s\S]*?)<\/text>/g)].map(([, content = ""]) =>
    unescapeXml(content.replace(/<[^>]*>/g, "")),
  );
  return typeface.lacking(texts.join(""));
}

/** Every `<text>` of `svg` as a `<path>` with the text as its label. */
export function outlineText(svg: string, typeface: Typeface, keeps: KeepsText): string {
  return svg.replace(
    /<text([^>]*)>([\s\S]*?)<\/text>/g,
    (whole: string, attributes: string, content: string) => {
      const read = (name: string): string | undefined =>
        new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];
      if (content.includes("<")) return outlineLines(whole, attributes, content);
      const text = unescapeXml(content);
      const lacking = typeface.lacking(text);
      if (lacking.size > 0 && keeps(lacking)) return whole;
      const fontSize = parseFloat(read("font-size") ?? "11");
      const width = typeface.width(text, fontSize);
      const anchor = read("text-anchor");
      const start = anchor === "end" ? -width : anchor === "middle" ? -width / 2 : 0;
      const kept = attributes.replace(
        /\s(?:text-anchor|font-[a-z]+|role|aria-[a-z]+)="[^"]*"/g,
        "",
      );
      return `<path${kept} role="img" aria-label="${escapeXml(text)}" d="${typeface.outline(text, fontSize, start)}"/>`;
    },
  );

  // Text of several lines: each line is a tspan with its own offset; each becomes its own element.
  function outlineLines(whole: string, attributes: string, content: string): string {
    const lines = [...content.matchAll(/<tspan([^>]*)>([^<]*)<\/tspan>/g)];
    if (lines.length === 0) return whole;
    const y = { at: 0 };
    const parts = lines.map(([, inner = "", line = ""]) => {
      const dy = /\sdy="([^"]*)"/.exec(inner)?.[1];
      y.at += dy === undefined ? 0 : parseFloat(dy);
      return `<g transform="translate(0,${y.at})"><text${attributes.replace(/\stransform="[^"]*"/, "")}>${line}</text></g>`;
    });
    const transform = /\stransform="[^"]*"/.exec(attributes)?.[0] ?? "";
    return `<g${transform}>${outlineText(parts.join(""), typeface, keeps)}</g>`;
  }
}

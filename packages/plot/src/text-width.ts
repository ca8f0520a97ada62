/** How wide text will be, before a font is at hand: the advance widths of DejaVu Sans, and estimates beyond Latin. */
import { eastAsianWidth } from "get-east-asian-width";

// Advance widths of U+0020 to U+00FF in 1/128 em, two hexadecimal digits each, read from DejaVu Sans 2.37.
const latin =
  "29343b6c527a64243232406c292f292c525252525252525252522c2c6c6c6c448058585a63514a6461262654486f6065" +
  "4e6559524f5e587f584f58322c326c40404f5247524f2e525224244b247d524f5252354333524c694c4c44522c526c00" +
  "00000000000000000000000000000000000000000000000000000000000000002934525252522c4040803d4f6c2f8040" +
  "406c34344052522940343d4f7d7d7d445858585858587d5a5151515126262626646065656565656c655e5e5e5e4f4e51" +
  "4f4f4f4f4f4f7e474f4f4f4f242424244f524f4f4f4f4f6c4f525252524c524c";

/** The width of one character in em: exact to 1/128 for Latin, one em for East Asian ones, none for combining marks. */
export function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  const at = (code - 0x20) * 2;
  if (code >= 0x20 && code <= 0xff) return Number.parseInt(latin.slice(at, at + 2), 16) / 128;
  if (/^[\p{M}\p{Cf}]$/u.test(character)) return 0;
  if (eastAsianWidth(code) === 2 || character === "…") return 1;
  // Most letters of Greek, Cyrillic, Hebrew, Arabic and Thai are narrower, a few of the widest a little wider.
  return 0.78;
}

/** The width of a line of text in units of the picture. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width * fontSize;
}

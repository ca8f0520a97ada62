/** How many columns of a terminal text takes: two for an East Asian wide character, none for a combining mark. */
import { eastAsianWidth } from "get-east-asian-width";

/** The columns of `text`, escapes of colour left out. */
export function displayWidth(text: string): number {
  let columns = 0;
  // oxlint-disable-next-line no-control-regex -- the escapes are ours
  for (const character of text.replace(/\u001B\[[0-9;]*m/g, ""))
    columns += /^[\p{M}\p{Cf}]$/u.test(character)
      ? 0
      : eastAsianWidth(character.codePointAt(0) ?? 0);
  return columns;
}

/** `text` with spaces after it up to `columns`. */
export function padDisplayEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** `text` with spaces before it up to `columns`. */
export function padDisplayStart(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - displayWidth(text))) + text;
}

/** `text` cut with an ellipsis so that it takes at most `columns`. */
export function fitDisplay(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let kept = "";
  for (const character of text) {
    if (displayWidth(kept + character) > columns - 1) break;
    kept += character;
  }
  return columns < 1 ? "" : `${kept}…`;
}

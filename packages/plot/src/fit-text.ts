/** Making text fit a width: wrapped at spaces, or cut with an ellipsis so that different names stay different. */
import { textWidth } from "./text-width";

/** `text` in lines no wider than `width`, broken at spaces; a single wider word has a line of its own. */
export function wrapText(text: string, width: number, fontSize: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && textWidth(longer, fontSize) <= width)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.length === 0 ? [""] : lines;
}

/** Lines as Vega takes them: a single one is a text. */
export function linesOf(lines: readonly string[]): string | string[] {
  return lines.length === 1 ? (lines[0] ?? "") : [...lines];
}

/**
 * `names` no wider than `width`, each as it is where it fits, else cut; names that differ stay different, if need be by
 * what they differ in, at the last by their number.
 */
export function shortenNames(names: readonly string[], width: number, fontSize: number): string[] {
  const measure = (part: string): number => textWidth(part, fontSize);
  const short = names.map((name) => cut(name, width, measure));
  for (const same of groups(short, names)) {
    // What all of them begin with says nothing about which is which.
    const common = commonStart(same.map((at) => names[at] ?? ""));
    for (const at of same) {
      const rest = [...(names[at] ?? "")].slice(common).join("");
      short[at] = measure(`…${rest}`) <= width ? `…${rest}` : cutEnd(`…${rest}`, width, measure);
    }
  }
  for (const same of groups(short, names)) {
    for (const at of same) {
      const number = `…${at + 1}`;
      const room = width - measure(number);
      short[at] = cutEnd(names[at] ?? "", room, measure).replace(/…$/, "") + number;
    }
  }
  return short;
}

/** Positions of different names that have become the same. */
function groups(short: readonly string[], names: readonly string[]): number[][] {
  const byText = new Map<string, number[]>();
  short.forEach((text, at) => byText.set(text, [...(byText.get(text) ?? []), at]));
  return [...byText.values()].filter((same) => new Set(same.map((at) => names[at])).size > 1);
}

function commonStart(names: readonly string[]): number {
  const characters = names.map((name) => [...name]);
  const [first = [], ...others] = characters;
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length]))
    length++;
  return length;
}

function cut(text: string, width: number, measure: (part: string) => number): string {
  if (measure(text) <= width) return text;
  const characters = [...text];
  const middleOut = (kept: number): string => {
    const head = Math.ceil(kept * 0.6);
    const tail = characters.slice(characters.length - (kept - head));
    return `${characters.slice(0, head).join("").trimEnd()}…${tail.join("").trimStart()}`;
  };
  const kept = most(characters.length - 1, (count) => measure(middleOut(count)) <= width);
  return kept > 1 ? middleOut(kept) : cutEnd(text, width, measure);
}

function cutEnd(text: string, width: number, measure: (part: string) => number): string {
  if (measure(text) <= width) return text;
  const characters = [...text];
  const start = (count: number): string => `${characters.slice(0, count).join("").trimEnd()}…`;
  const kept = most(characters.length - 1, (count) => measure(start(count)) <= width);
  return kept > 0 ? start(kept) : measure("…") <= width ? "…" : "";
}

/** The largest count up to `limit` that `fits`; 0 if none does. */
function most(limit: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = limit;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

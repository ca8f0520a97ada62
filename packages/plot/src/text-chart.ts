/** Curves in a terminal: braille dots, two by four to a character, with axes. */
import { flag, numberIn, type OptionRules } from "./check-options";
import { displayWidth, fitDisplay, padDisplayEnd } from "./display-width";

/** How `toText` draws. */
export interface TextOptions {
  /** Columns of the whole text, at least 30. Default: 80. */
  readonly width?: number;
  /** Lines of the whole text, at least 8. Default: 20. */
  readonly height?: number;
  /** Colour the curves with ANSI escapes. Default: false. */
  readonly color?: boolean;
}

/** What each option takes; larger ones do not fit a terminal. */
export const textRules: OptionRules<TextOptions> = {
  width: numberIn(30, 10_000),
  height: numberIn(8, 10_000),
  color: flag,
};

/** One curve of a chart. */
export interface TextCurve {
  readonly name: string;
  /** ANSI 256-colour number. */
  readonly color: number;
  /** Draw every other dot only. */
  readonly dashed: boolean;
  readonly points: readonly { readonly x: number; readonly y: number | null }[];
}

/** A panel of exactly `height` lines of `width` columns: title, plot area, axis, axis numbers, legend. */
export function textChart(
  title: string,
  curves: readonly TextCurve[],
  size: {
    readonly width: number;
    readonly height: number;
    readonly legendLines: number;
    readonly color: boolean;
  },
): string[] {
  const { width, height, legendLines, color } = size;
  const finite = curves.flatMap((curve) => curve.points.filter((point) => point.y !== null));
  const [low, high] = range(finite.map((point) => point.y ?? 0));
  const [left, right] = range(finite.map((point) => point.x));
  const rows = Math.max(2, height - 3 - legendLines);
  const labels = tickLabels(low, high);
  const gutter = Math.max(...labels.map((label) => label.length));
  const columns = Math.max(4, width - gutter - 2);
  const grid = new DotGrid(columns, rows);
  for (const curve of curves) {
    let previous: { x: number; y: number } | undefined;
    for (const point of curve.points) {
      if (point.y === null) {
        previous = undefined;
        continue;
      }
      const x = Math.round(portion(point.x, left, right) * (columns * 2 - 1));
      const y = Math.round((1 - portion(point.y, low, high)) * (rows * 4 - 1));
      grid.line(previous ?? { x, y }, { x, y }, curve.color, curve.dashed);
      previous = { x, y };
    }
  }
  const middle = Math.floor((rows - 1) / 2);
  const body = grid.lines(color).map((line, row) => {
    const label =
      row === 0
        ? labels[0]
        : row === rows - 1
          ? labels[2]
          : row === middle && rows > 4
            ? labels[1]
            : "";
    return `${(label ?? "").padStart(gutter)} ${label ? "┤" : "│"}${line}`;
  });
  const ends = [left, right].map((value) => String(Math.round(value * 100) / 100));
  const gap = Math.max(1, columns - (ends[0] ?? "").length - (ends[1] ?? "").length);
  const axisText =
    finite.length === 0
      ? "(no values)"
      : left === right
        ? (ends[0] ?? "")
        : ends.join(" ".repeat(gap));
  const legend = curves.map((curve) => {
    const name = fitDisplay(`${curve.dashed ? "╌╌" : "──"} ${curve.name}`, width - gutter - 2);
    return " ".repeat(gutter + 2) + (color ? paint(name, curve.color) : name);
  });
  const heading = fitDisplay(title, width);
  return [
    " ".repeat(Math.floor((width - displayWidth(heading)) / 2)) + heading,
    ...body,
    `${" ".repeat(gutter)} └${"─".repeat(columns)}`,
    " ".repeat(gutter + 2) + axisText,
    ...legend,
  ].map((line) => (line.includes("\u001B") ? line : padDisplayEnd(line, width)));
}

class DotGrid {
  readonly #dots: Uint8Array;
  readonly #colors: Int16Array;

  readonly #columns: number;
  readonly #rows: number;

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
    this.#dots = new Uint8Array(columns * rows);
    this.#colors = new Int16Array(columns * rows).fill(-1);
  }

  line(
    from: { x: number; y: number },
    to: { x: number; y: number },
    color: number,
    dashed: boolean,
  ): void {
    const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y), 1);
    for (let step = 0; step <= steps; step++) {
      const x = Math.round(from.x + ((to.x - from.x) * step) / steps);
      const y = Math.round(from.y + ((to.y - from.y) * step) / steps);
      // A dash of two dots and a gap of two, counted along the picture so that short pieces join up.
      const isEnd = step === 0 || step === steps;
      if (dashed && !(isEnd && from === to) && (x + y) % 4 >= 2) continue;
      this.#dot(x, y, color);
    }
  }

  lines(color: boolean): string[] {
    return Array.from({ length: this.#rows }, (_, row) =>
      Array.from({ length: this.#columns }, (_unused, column) => {
        const at = row * this.#columns + column;
        const dots = this.#dots[at] ?? 0;
        if (dots === 0) return " ";
        const character = String.fromCharCode(0x2800 + dots);
        return color ? paint(character, this.#colors[at] ?? 0) : character;
      }).join(""),
    );
  }

  #dot(x: number, y: number, color: number): void {
    const at = Math.floor(y / 4) * this.#columns + Math.floor(x / 2);
    const bits = x % 2 === 0 ? [0x01, 0x02, 0x04, 0x40] : [0x08, 0x10, 0x20, 0x80];
    this.#dots[at] = (this.#dots[at] ?? 0) | (bits[y % 4] ?? 0);
    this.#colors[at] = color;
  }
}

function range(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function portion(value: number, low: number, high: number): number {
  return high === low ? 0.5 : (value - low) / (high - low);
}

/** The texts of highest, middle and lowest value: with more digits than usual where they would be the same. */
function tickLabels(low: number, high: number): string[] {
  const values = [high, high / 2 + low / 2, low];
  const spread = high - low;
  const usual = values.map((value) => tick(value, spread));
  if (spread === 0 || new Set(usual).size === usual.length) return usual;
  for (let digits = 3; digits < 9; digits++) {
    const longer = values.map((value) =>
      tick(value, spread).includes("e") ? value.toExponential(digits - 1) : value.toFixed(digits),
    );
    if (new Set(longer).size === longer.length) return longer;
  }
  return values.map((value) => value.toExponential(8));
}

function tick(value: number, spread: number): string {
  const size = Math.max(Math.abs(value), spread);
  if (size >= 10_000 || (size > 0 && size < 0.01)) return value.toExponential(1);
  return value.toFixed(size >= 100 ? 0 : 2);
}

function paint(text: string, color: number): string {
  return `\u001B[38;5;${color}m${text}\u001B[0m`;
}

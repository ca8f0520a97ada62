/** A table of box characters, laid out as Keras's summary is. */

/** How a cell's lines lie in their column. */
export type Align = "left" | "right" | "center";

/** Widths between the bars, padding included, for a table that is `lineLength` wide. */
export function columnWidths(positions: readonly number[], lineLength: number): number[] {
  let used = 0;
  const widths = positions.map((position) => {
    const width = Math.trunc(position * lineLength) - used;
    used += width;
    return width + 2; // one blank on each side
  });
  let excess = widths.reduce((sum, width) => sum + width, widths.length + 1) - lineLength;
  return widths.map((width, i) => {
    const cut = Math.min(width, roundHalfEven(excess / (widths.length - i)));
    excess -= cut;
    return width - cut;
  });
}

/** The table's lines, a newline after each. */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  aligns: readonly Align[],
): string {
  const rule = (left: string, fill: string, middle: string, right: string): string =>
    `${left}${widths.map((width) => fill.repeat(width)).join(middle)}${right}\n`;
  const body = rows.map((row) => rowLines(row, widths, aligns, "│"));
  return (
    rule("┏", "━", "┳", "┓") +
    rowLines(header, widths, aligns, "┃") +
    rule("┡", "━", "╇", "┩") +
    body.join(rule("├", "─", "┼", "┤")) +
    rule("└", "─", "┴", "┘")
  );
}

function rowLines(
  cells: readonly string[],
  widths: readonly number[],
  aligns: readonly Align[],
  bar: string,
): string {
  const columns = cells.map((cell, i) => wrap(cell, (widths[i] ?? 2) - 2));
  const height = Math.max(...columns.map((lines) => lines.length));
  let text = "";
  for (let line = 0; line < height; line++) {
    const parts = columns.map((lines, i) =>
      aligned(lines[line] ?? "", (widths[i] ?? 2) - 2, aligns[i] ?? "left"),
    );
    text += `${bar} ${parts.join(` ${bar} `)} ${bar}\n`;
  }
  return text;
}

/** Breaks at blanks; a word that is wider than the column is cut with an ellipsis. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [word] of text.matchAll(/\s*\S+\s*/g)) {
    if (line !== "" && line.length + word.trimEnd().length > width) {
      lines.push(line);
      line = "";
    }
    line += word;
  }
  lines.push(line);
  return lines.map((whole) => {
    const trimmed = whole.trimEnd();
    return trimmed.length > width ? `${trimmed.slice(0, width - 1)}…` : trimmed;
  });
}

function aligned(text: string, width: number, align: Align): string {
  if (align === "right") return text.padStart(width);
  if (align === "left") return text.padEnd(width);
  return text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

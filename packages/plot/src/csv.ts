/** Reads the table that a CSV logger writes: a header line of names, then one line of numbers per epoch. */
import { dsvFormat } from "d3-dsv";
import { PlotError } from "./errors";

/**
 * Columns by name, those left out in which no cell is a number. A cell that is empty or says that there is no value
 * (`NA`, `nan`, `None`, `null`) is NaN; `inf` and `-inf` are infinite.
 *
 * @throws PlotError `invalid-csv` for text without a header or without a line of numbers, for a line of another length
 * than the header, and for a cell that is not a number in a column of numbers.
 */
export function parseCsv(text: string): Record<string, number[]> {
  const content = text.replace(/^\uFEFF/, "");
  if (content.trim() === "")
    throw new PlotError("invalid-csv", "CSV text must have a header line. Received: an empty text");
  const lines = dsvFormat(separatorOf(content))
    .parseRows(content)
    .map((cells, at) => ({ cells: cells.map((cell) => cell.trim()), line: at + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const names = lines[0]?.cells ?? [];
  const body = lines.slice(1);
  if (body.length === 0) {
    throw new PlotError(
      "invalid-csv",
      `CSV text must have a line of numbers for each epoch below its header. Received: only the header ${JSON.stringify(names.join(","))}`,
    );
  }
  for (const { cells, line } of body) {
    if (cells.length !== names.length) {
      throw new PlotError(
        "invalid-csv",
        `CSV line ${line} must have ${names.length} cells like the header. Received: ${cells.length}`,
      );
    }
  }
  const columns = names.map((name, at): [string, number[]] | undefined => {
    const cells = body.map((row) => row.cells[at] ?? "");
    const values = cells.map(parseCell);
    if (
      values.every((value) => value === undefined || Number.isNaN(value)) &&
      values.includes(undefined)
    )
      return undefined;
    const wrong = values.indexOf(undefined);
    if (wrong >= 0) {
      throw new PlotError(
        "invalid-csv",
        `CSV line ${body[wrong]?.line ?? 0}, column ${JSON.stringify(name)}, must be a number. Received: ${JSON.stringify(cells[wrong])}`,
      );
    }
    return [name, values.map((value) => value ?? NaN)];
  });
  return Object.fromEntries(columns.filter((column) => column !== undefined));
}

/** The first of comma, semicolon and tab that parts the header (quoted text left out), else a comma. */
function separatorOf(content: string): string {
  const header =
    content
      .trimStart()
      .replace(/"(?:[^"]|"")*"/g, "")
      .split(/[\r\n]/, 1)[0] ?? "";
  return [",", ";", "\t"].find((separator) => header.includes(separator)) ?? ",";
}

/** The number in a cell; NaN where it says that there is none, undefined where it says anything else. */
function parseCell(cell: string): number | undefined {
  if (/^(|[+-]?nan|n\/?a|none|null)$/i.test(cell)) return NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(cell);
  if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
  const value = Number(cell);
  return Number.isNaN(value) ? undefined : value;
}

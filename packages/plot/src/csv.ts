/** Reads the table that a CSV logger writes: a header line of names, then one line of numbers per epoch. */

import { PlotError } from "./errors";

/** Columns by name. A cell that is empty, `NA` or not a number is NaN; `inf` and `-inf` are infinite. */
export function parseCsv(text: string): Record<string, number[]> {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "");
  const header = lines[0];
  if (header === undefined)
    throw new PlotError("invalid-csv", "CSV text must have a header line. Received: an empty text");
  const separator = header.includes(",") ? "," : header.includes(";") ? ";" : ",";
  const cells = (line: string): string[] =>
    line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const names = cells(header);
  const columns = names.map((): number[] => []);
  lines.slice(1).forEach((line, index) => {
    const values = cells(line);
    if (values.length !== names.length) {
      throw new PlotError(
        "invalid-csv",
        `CSV line ${index + 2} must have ${names.length} cells like the header. Received: ${values.length}`,
      );
    }
    columns.forEach((column, at) => column.push(parseCell(values[at] ?? "")));
  });
  return Object.fromEntries(names.map((name, at) => [name, columns[at] ?? []]));
}

function parseCell(cell: string): number {
  if (cell === "") return NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(cell);
  if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
  return Number(cell);
}

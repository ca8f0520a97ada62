/** The cells of a confusion matrix: counts, and shares of each true class. */
import { isArray, received, refuse } from "./check-options";
import { PlotError } from "./errors";

/** One cell. */
export interface Cell {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
  /** Of all examples of the true class, 0..1; 0 in a row of zeros. */
  readonly share: number;
  readonly percent: string;
}

/** @throws PlotError `invalid-argument` for anything but a square of counts with a name for each class */
export function readCells(
  matrix: readonly ArrayLike<number>[],
  classNames: readonly string[],
): Cell[] {
  if (!isArray(classNames) || classNames.some((name) => typeof name !== "string"))
    refuse("classNames", "a list of texts", classNames);
  const count = classNames.length;
  if (count === 0 || new Set(classNames).size !== count) {
    throw new PlotError(
      "invalid-argument",
      `classNames must be at least one name, all different. Received: ${classNames.join(", ") || "none"}`,
    );
  }
  if (!isArray(matrix)) refuse("matrix", "a list of rows", matrix);
  if (matrix.length !== count) {
    throw new PlotError(
      "invalid-argument",
      `matrix must have ${count} rows, one for each class. Received: ${matrix.length}`,
    );
  }
  return matrix.flatMap((row: unknown, actual) => {
    if (!isArray(row) && !ArrayBuffer.isView(row))
      refuse(`matrix[${actual}]`, `a list of ${count} counts`, row);
    const values: unknown[] = Array.from(row as ArrayLike<unknown>);
    if (values.length !== count) {
      throw new PlotError(
        "invalid-argument",
        `matrix[${actual}] must have ${count} columns. Received: ${values.length}`,
      );
    }
    const counts = values.map((value, at) => readCount(`matrix[${actual}][${at}]`, value));
    const total = counts.reduce((sum, value) => sum + value, 0);
    return counts.map((value, predicted) => {
      const share = total === 0 ? 0 : value / total;
      return {
        actual: classNames[actual] ?? "",
        predicted: classNames[predicted] ?? "",
        count: value,
        share,
        percent: `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 1)}%`,
      };
    });
  });
}

function readCount(name: string, value: unknown): number {
  // A sum of larger counts would be infinite.
  if (typeof value !== "number" || !(value >= 0 && value <= 1e300)) {
    throw new PlotError(
      "invalid-argument",
      `${name} must be a finite number of at least 0. Received: ${received(value)}`,
    );
  }
  return value;
}

/** A count with commas; with four figures where it is not a whole number. */
export function countText(count: number): string {
  if (count >= 1e15) return count.toExponential(2);
  if (!Number.isInteger(count)) return String(Number(count.toPrecision(4)));
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A count in as few characters as tell its size: `12k`, `3.4M`. */
export function shortCount(count: number): string {
  const units = ["", "k", "M", "G", "T"];
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  if (value >= 999.5) return count.toExponential(0);
  const figures = value >= 9.95 || (unit === 0 && Number.isInteger(value)) ? 0 : 1;
  return `${value.toFixed(figures)}${units[unit] ?? ""}`;
}

/** Undoes the filters of a PNG's rows (PNG specification, section 9). */
import { invalid } from "./chunks";

/**
 * Undoes one row's filter in place.
 *
 * @param above the row above, already undone; undefined for the first one
 * @param step bytes of a whole pixel, at least 1
 */
export function unfilter(
  filter: number,
  row: Uint8Array,
  above: Uint8Array | undefined,
  step: number,
): void {
  const n = row.length;
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let i = step; i < n; i++) row[i] = (row[i] as number) + (row[i - step] as number);
      return;
    case 2:
      if (above) for (let i = 0; i < n; i++) row[i] = (row[i] as number) + (above[i] as number);
      return;
    case 3:
      average(row, above, step);
      return;
    case 4:
      if (above) paeth(row, above, step);
      else unfilter(1, row, undefined, step); // without a row above the predictor is the left neighbour
      return;
    default:
      throw invalid(`filter ${filter}`);
  }
}

function average(row: Uint8Array, above: Uint8Array | undefined, step: number): void {
  for (let i = 0; i < row.length; i++) {
    const left = i >= step ? (row[i - step] as number) : 0;
    row[i] = (row[i] as number) + ((left + (above ? (above[i] as number) : 0)) >> 1);
  }
}

function paeth(row: Uint8Array, above: Uint8Array, step: number): void {
  const n = row.length;
  for (let i = 0; i < step && i < n; i++) row[i] = (row[i] as number) + (above[i] as number);
  for (let i = step; i < n; i++) {
    const a = row[i - step] as number;
    const b = above[i] as number;
    const c = above[i - step] as number;
    const p = a + b - c;
    const pa = Math.abs(p - a);
    const pb = Math.abs(p - b);
    const pc = Math.abs(p - c);
    row[i] = (row[i] as number) + (pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
  }
}

/** The projective matrix that takes four points to four others. */
import { identityMatrix } from "./matrices";

/**
 * Solves for the 8 numbers that map each end point to its start point (docs/keras-semantics.md, 4.3, Perspective).
 *
 * @param start - 4 points, `[x0, y0, x1, y1, ...]`
 * @param end - 4 points likewise
 * @returns the matrix; the identity if the points do not determine one (an image of one row or column)
 */
export function homography(start: ArrayLike<number>, end: ArrayLike<number>): readonly number[] {
  const rows: number[][] = [];
  for (let corner = 0; corner < 4; corner++) {
    const sx = start[2 * corner] as number,
      sy = start[2 * corner + 1] as number;
    const ex = end[2 * corner] as number,
      ey = end[2 * corner + 1] as number;
    rows.push([ex, ey, 1, 0, 0, 0, -sx * ex, -sx * ey, sx]);
    rows.push([0, 0, 0, ex, ey, 1, -sy * ex, -sy * ey, sy]);
  }
  return eliminate(rows) ?? identityMatrix;
}

/** Gauss-Jordan elimination with partial pivoting on 8 rows of 9 numbers; undefined if the system is singular. */
function eliminate(rows: number[][]): number[] | undefined {
  const size = rows.length;
  const entry = (row: number, column: number): number => (rows[row] as number[])[column] as number;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(entry(row, column)) > Math.abs(entry(pivot, column))) pivot = row;
    }
    const head = rows[pivot] as number[];
    rows[pivot] = rows[column] as number[];
    rows[column] = head;
    if (Math.abs(entry(column, column)) < 1e-12) return undefined;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = entry(row, column) / entry(column, column);
      const reduced = rows[row] as number[];
      for (let at = column; at <= size; at++)
        reduced[at] = (reduced[at] as number) - factor * (head[at] as number);
    }
  }
  return rows.map((_, index) => entry(index, size) / entry(index, index));
}

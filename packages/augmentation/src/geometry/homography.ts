/** The projective matrix that takes four points to four others. */
import { identityMatrix } from "./matrices";

/**
 * Solves for the 8 numbers that map each end point to its start point (keras-semantics, 4.3, Perspective).
 *
 * @param start - 4 points, `[x0, y0, x1, y1, ...]`
 * @param end - 4 points likewise
 * @returns the matrix; the identity if the points do not determine one (an image of one row or column)
 */
export function homography(start: ArrayLike<number>, end: ArrayLike<number>): readonly number[] {
  const rows: number[][] = [];
  for (let corner = 0; corner < 4; corner++) {
    const sx = start[2 * corner]!,
      sy = start[2 * corner + 1]!;
    const ex = end[2 * corner]!,
      ey = end[2 * corner + 1]!;
    rows.push([ex, ey, 1, 0, 0, 0, -sx * ex, -sx * ey, sx]);
    rows.push([0, 0, 0, ex, ey, 1, -sy * ex, -sy * ey, sy]);
  }
  return eliminate(rows) ?? identityMatrix;
}

/** Gauss-Jordan elimination with partial pivoting on 8 rows of 9 numbers; undefined if the system is singular. */
function eliminate(rows: number[][]): number[] | undefined {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const head = rows[column]!;
    if (Math.abs(head[column]!) < 1e-12) return undefined;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / head[column]!;
      for (let at = column; at <= size; at++) rows[row]![at]! -= factor * head[at]!;
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!);
}

/** Fewer points for a long curve, without losing a peak, a dip, an end or a gap. */

/**
 * Indices to keep of `values`, ascending: all of them up to `limit`, else about `limit` of them. The curve is cut into
 * equal stretches; of each stay its first, last, lowest and highest value, and one NaN if it has any.
 */
export function thin(values: readonly number[], limit: number): number[] {
  const count = values.length;
  if (count <= limit) return values.map((_, index) => index);
  const stretches = Math.max(1, Math.floor(limit / 4));
  const kept = new Set<number>([0, count - 1]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * count) / stretches);
    const to = Math.floor(((stretch + 1) * count) / stretches);
    for (const index of extremes(values, from, to)) kept.add(index);
  }
  return [...kept].sort((a, b) => a - b);
}

function extremes(values: readonly number[], from: number, to: number): number[] {
  let low = -1;
  let high = -1;
  let gap = -1;
  let first = -1;
  let last = -1;
  for (let index = from; index < to; index++) {
    const value = values[index] ?? NaN;
    if (!Number.isFinite(value)) {
      gap = index;
      continue;
    }
    if (first < 0) first = index;
    last = index;
    if (low < 0 || value < (values[low] ?? NaN)) low = index;
    if (high < 0 || value > (values[high] ?? NaN)) high = index;
  }
  return [first, low, high, last, gap].filter((index) => index >= 0);
}

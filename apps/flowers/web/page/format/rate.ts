/** How often something happens. */

/** Events a second, of the times at which they were, in milliseconds; 0 before there are two. */
export function rate(times: readonly number[]): number {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || last <= first) return 0;
  return ((times.length - 1) * 1000) / (last - first);
}

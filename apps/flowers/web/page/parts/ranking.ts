/** The places of classes by their probabilities. */

/**
 * The rank of each class, 0 for the likeliest. A class overtakes another only when it is ahead by `margin`: two that are
 * equally likely would change places at every frame.
 *
 * @param previous ranks, of as many classes; empty at first
 */
export function ranksOf(
  probabilities: readonly number[],
  previous: readonly number[],
  margin = 0.03,
): number[] {
  const known = previous.length === probabilities.length;
  const order = probabilities
    .map((_, at) => at)
    .sort((a, b) =>
      known
        ? (previous[a] ?? 0) - (previous[b] ?? 0)
        : (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b,
    );
  // Insertion: one place after the other, as far up as it is clearly ahead.
  for (let place = 1; place < order.length; place++)
    for (let at = place; at > 0; at--) {
      const [upper, lower] = [order[at - 1] ?? 0, order[at] ?? 0];
      if ((probabilities[lower] ?? 0) <= (probabilities[upper] ?? 0) + (known ? margin : 0)) break;
      [order[at - 1], order[at]] = [lower, upper];
    }
  const ranks = new Array<number>(order.length).fill(0);
  order.forEach((at, rank) => (ranks[at] = rank));
  return ranks;
}

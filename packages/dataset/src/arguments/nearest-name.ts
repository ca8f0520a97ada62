/** The name that a misspelt one was meant to be. */

/** Letters are compared without case and underscores, so that Python's `batch_size` is near `batchSize`. */
const plain = (name: string): string => name.toLowerCase().replaceAll("_", "");

/** Insertions, deletions and replacements between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? a.length;
}

/** The known name nearest to `name`, unless more than a third of its letters differ. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, steps: distance(plain(name), plain(candidate)) }))
    .sort((a, b) => a.steps - b.steps);
  const best = ranked[0];
  if (!best || best.steps > Math.max(1, plain(best.candidate).length / 3)) return undefined;
  return best.candidate;
}

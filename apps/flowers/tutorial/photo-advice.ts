/** What the numbers of photos say about how far a network trained on them can be trusted: the same in Node and in the page. */

/** A class with fewer photos than this is not learned well, nor judged well. */
export const fewPhotos = 20;
/** The largest class may be this many times the smallest before it is worth a word. */
const unequalBy = 3;

export interface CountAdvice {
  /** Classes with few photos, or none. */
  readonly few: readonly { readonly name: string; readonly count: number }[];
  /** Of the smallest and the largest class, where they are too unequal; else null. */
  readonly unequal: { readonly least: number; readonly most: number } | null;
}

/** @param counts photos of each class */
export function adviceOnCounts(
  classNames: readonly string[],
  counts: readonly number[],
): CountAdvice {
  const all = classNames.map((name, k) => ({ name, count: counts[k] ?? 0 }));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return {
    few: all.filter(({ count }) => count < fewPhotos),
    unequal: counts.length > 0 && most > unequalBy * least ? { least, most } : null,
  };
}

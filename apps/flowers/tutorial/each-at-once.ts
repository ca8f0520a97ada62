/** Work on many things, a few at once, that leaves nobody at work when it fails. */

/**
 * Works on every item in turn, on at most `atOnce` of them at the same time. After a failure no other item is begun, and
 * the promise rejects, with the first error, only when nobody works any more: what was written may then be removed.
 *
 * @param items closed when the work fails; an error of theirs counts as a failure
 * @param atOnce at least 1
 *
 * @example
 * ```ts
 * await eachAtOnce(names, 8, async (name) => write(name, await paint(name)));
 * ```
 */
export async function eachAtOnce<T>(
  items: Iterable<T> | AsyncIterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const begin = (item: T): void => {
    const one = work(item)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(one));
    running.add(one);
  };
  try {
    for await (const item of items) {
      if (failures.length > 0) break;
      begin(item);
      if (running.size >= atOnce) await Promise.race(running);
    }
  } catch (error) {
    failures.push(error);
  }
  await Promise.all(running); // none of them rejects
  if (failures.length > 0) throw failures[0];
}

/** The features of pictures, as soon as they are all there. */
import { exclusively } from "../storage/exclusively";
import { readFeatures, type Rows } from "./feature-file";
import { featuresLock, hearOfFeatures } from "./features-told";

/**
 * Waits while somebody computes features of the set, and no longer than these need: the pictures themselves come before their
 * other forms.
 *
 * @param folder of the set, in the app's private folder
 * @param names of features
 * @returns one row for each name; null where some are missing and nobody computes them
 */
export async function knownFeatures(
  folder: string,
  names: readonly string[],
): Promise<Float32Array[] | null> {
  const rows = await featuresAtRest(folder, names);
  const found = names.map((name) => rows.get(name)).filter((row) => row !== undefined);
  return found.length === names.length ? found : null;
}

/** Waits as {@link knownFeatures} does; all features of the set that are known then. */
export async function featuresAtRest(folder: string, names: readonly string[]): Promise<Rows> {
  const progress = new Progress();
  const endHearing = hearOfFeatures(folder, (done) => progress.note(done));
  try {
    for (;;) {
      const known = await readFeatures(folder);
      const missing = names.filter((name) => !known.has(name)).length;
      if (missing === 0) return known;
      const enough = Math.max(names.length, progress.done + missing);
      if (await progress.endsBefore(enough, folder)) return await readFeatures(folder);
    }
  } finally {
    endHearing();
  }
}

/** Follows what another worker tells of its features: whoever needs some of them may not have to wait for all. */
class Progress {
  done = 0;
  #wanted: { readonly done: number; readonly reached: AbortController } | null = null;

  note(done: number): void {
    this.done = done;
    if (this.#wanted && done >= this.#wanted.done) this.#wanted.reached.abort();
  }

  /** Resolves with true when nobody computes features of the set any more; with false when so many are known before. */
  async endsBefore(done: number, folder: string): Promise<boolean> {
    const reached = new AbortController();
    this.#wanted = { done, reached };
    try {
      await exclusively(featuresLock(folder), () => Promise.resolve(), reached.signal);
      return true;
    } catch (error) {
      if (!reached.signal.aborted) throw error;
      return false;
    } finally {
      this.#wanted = null;
    }
  }
}

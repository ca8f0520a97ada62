/** What the photos themselves say about how far a network trained on them can be trusted. */
import { findNearDuplicates, type NearDuplicate } from "@flowers/dataset";
import { adviceOnCounts, fewPhotos } from "../../tutorial/photo-advice";
import { countByClass, type Split } from "./load-split";

/**
 * Sentences about classes that are small, unequal or missing from one half.
 *
 * @param isWeighted whether the training weighs the classes already
 */
export function adviceOn(split: Split, { isWeighted }: { readonly isWeighted: boolean }): string[] {
  const { classNames, training, validation } = split;
  const counts = countByClass(split);
  const advice: string[] = [];
  const { few, unequal } = adviceOnCounts(classNames, counts);
  if (few.length > 0) {
    const named = few.map(({ name, count }) => `${name} (${count})`).join(", ");
    advice.push(
      `Few photos: ${named}. With fewer than ${fewPhotos} of a class, answers and figures for it are unsure.`,
    );
  }
  if (!isWeighted && unequal)
    advice.push(
      `Unequal classes: from ${unequal.least} to ${unequal.most} photos. --class-weights balanced makes them count alike.`,
    );
  const halves = { training, validation };
  for (const [half, { classCounts }] of Object.entries(halves)) {
    const missing = classNames.filter((_, k) => classCounts?.[k] === 0);
    if (missing.length > 0)
      advice.push(
        `No ${half} photo of ${missing.join(", ")}. --split stratified takes the same share of every class.`,
      );
  }
  return advice;
}

/** Training photos that are nearly a validation photo, nearest first. */
export async function duplicatesIn(
  directory: string,
  { training, validation }: Split,
  signal: AbortSignal,
): Promise<readonly NearDuplicate[]> {
  return findNearDuplicates(directory, training.filePaths, validation.filePaths, { signal });
}

/** Pairs that are listed where people read; the file has all. */
const mostListed = 10;

/** The pairs, for people. */
export function duplicateLines(
  pairs: readonly NearDuplicate[],
  shown: (path: string) => string,
): string[] {
  if (pairs.length === 0) return [];
  const photos = new Set(pairs.map(({ second }) => second)).size;
  const rest = pairs.length - mostListed;
  return [
    `${photos} validation ${photos === 1 ? "photo is" : "photos are"} nearly the same as a training photo, which flatters the validation:`,
    ...pairs
      .slice(0, mostListed)
      .map(
        ({ first, second, mirrored }) =>
          `  ${shown(second)} is nearly ${shown(first)}${mirrored ? ", mirrored" : ""}`,
      ),
    ...(rest > 0 ? [`  and ${rest} more pairs (near-duplicates.json)`] : []),
  ];
}

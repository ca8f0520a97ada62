/** The order in which the loader gives the pictures of one part of a set, pass after pass. */
import type { ImageDataset } from "@flowers/dataset";
import { datasetSeeds, ShuffleSeedGenerator, shuffleIndices } from "@flowers/random";
import type { Settings } from "../contract";

/** A picture in its place. */
export interface OrderedPicture {
  /** `class/name`, below the set's folder. */
  readonly path: string;
  /** Class index. */
  readonly label: number;
}

/** The pictures of the first so many passes over a part, each pass in its own order. */
export function loaderPasses(
  { filePaths, labels }: Pick<ImageDataset, "filePaths" | "labels">,
  { seed, batchSize }: Pick<Settings, "seed" | "batchSize">,
  passes: number,
): OrderedPicture[][] {
  const seeds = new ShuffleSeedGenerator(datasetSeeds(seed), true);
  return Array.from({ length: passes }, () =>
    [...shuffleIndices(filePaths.length, batchSize * 8, seeds.next())].map((i) => {
      const path = filePaths[i] ?? "";
      return { path: path.slice(path.indexOf("/") + 1), label: labels?.[i] ?? 0 };
    }),
  );
}

/** The order in which the loader gives the pictures of one part of a set, pass after pass. */
import type { ImageDataset } from "@flowers/dataset";
import { datasetSeeds, ShuffleSeedGenerator, shuffleIndices } from "@flowers/random";
import type { PictureId, Settings } from "../contract";

/** A picture in its place. */
export interface OrderedPicture {
  readonly id: PictureId;
  /** Class index. */
  readonly label: number;
}

/** The pictures of the first so many passes over a part, each pass in its own order. */
export function loaderPasses(
  { filePaths, labels }: Pick<ImageDataset, "filePaths" | "labels">,
  { seed, batchSize }: Pick<Settings, "seed" | "batchSize">,
  passes: number,
  idOf: (filePath: string) => PictureId,
): OrderedPicture[][] {
  const seeds = new ShuffleSeedGenerator(datasetSeeds(seed), true);
  return Array.from({ length: passes }, () =>
    [...shuffleIndices(filePaths.length, batchSize * 8, seeds.next())].map((i) => ({
      id: idOf(filePaths[i] ?? ""),
      label: labels?.[i] ?? 0,
    })),
  );
}

/** Loads the training and the validation half of a folder, as the tutorial does, and refuses folders that cannot teach. */
import { basename, dirname, relative, sep } from "node:path";
import { type ImageDataset, imageDatasetFromDirectory } from "@flowers/dataset";
import type { Narrator } from "../narrator";
import { UserError } from "../user-error";

export interface Split {
  readonly training: ImageDataset;
  readonly validation: ImageDataset;
  readonly classNames: readonly string[];
}

export interface SplitOptions {
  readonly validationSplit: number;
  readonly seed: number;
  readonly imageSize: readonly [height: number, width: number];
  readonly batchSize: number;
  readonly narrator: Narrator;
}

/**
 * Two calls of `imageDatasetFromDirectory` with one seed, so that no picture is in both halves.
 *
 * @throws UserError when there are no pictures or fewer than two classes
 */
export async function loadSplit(directory: string, options: SplitOptions): Promise<Split> {
  const {
    narrator,
    imageSize: [height, width],
    ...settings
  } = options;
  const half = async (subset: "training" | "validation"): Promise<ImageDataset> =>
    imageDatasetFromDirectory(directory, {
      ...settings,
      imageSize: [height, width],
      subset,
      print: (line: string) => narrator.say(line),
    });
  const training = await half("training");
  const classNames = training.classNames ?? [];
  if (classNames.length < 2) {
    throw new UserError(
      `--data: expected at least two class folders in "${directory}"; found ${classNames.length}${classNames.length ? ` (${classNames.join(", ")})` : ""}.`,
    );
  }
  return { training, validation: await half("validation"), classNames };
}

/** How many of the files lie in each class folder. */
export function countByClass(
  filePaths: readonly string[],
  directory: string,
  classNames: readonly string[],
): number[] {
  const counts = new Map<string, number>();
  for (const path of filePaths) {
    const [name = basename(dirname(path))] = relative(directory, path).split(sep);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return classNames.map((name) => counts.get(name) ?? 0);
}

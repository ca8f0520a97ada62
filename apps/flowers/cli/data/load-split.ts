/** Loads the training and the validation half of a folder, as the tutorial does, and refuses folders that cannot teach. */
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
  /** How that share is chosen. Default "random", as in Keras. */
  readonly split?: "stratified" | undefined;
  /** The validation photos, where they lie in a folder of their own; all of `directory` is then trained on. */
  readonly validation?: string | undefined;
  readonly seed: number;
  readonly imageSize: readonly [height: number, width: number];
  readonly batchSize: number;
  /** What happens to photos that cannot be decoded. Default "throw". */
  readonly onError?: "throw" | "skip";
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
    validation,
    validationSplit,
    ...settings
  } = options;
  const shared = {
    ...settings,
    imageSize: [height, width],
    print: (line: string) => narrator.say(line),
  };
  const half = async (subset: "training" | "validation"): Promise<ImageDataset> =>
    validation === undefined
      ? imageDatasetFromDirectory(directory, { ...shared, validationSplit, subset })
      : subset === "training"
        ? imageDatasetFromDirectory(directory, shared)
        : imageDatasetFromDirectory(validation, { ...shared, shuffle: false });
  const training = await half("training");
  const classNames = training.classNames ?? [];
  if (classNames.length < 2) {
    throw new UserError(
      `--data: expected at least two class folders in "${directory}"; found ${classNames.length}${classNames.length ? ` (${classNames.join(", ")})` : ""}.`,
    );
  }
  const held = await half("validation");
  if (held.classNames?.join("\n") !== classNames.join("\n")) {
    throw new UserError(
      `--validation: "${validation}" has the classes ${held.classNames?.join(", ")}; those of the data are ${classNames.join(", ")}.`,
    );
  }
  return { training, validation: held, classNames };
}

/** How many photos each class has, both halves together. */
export function countByClass({ training, validation, classNames }: Split): number[] {
  return classNames.map(
    (_, k) => (training.classCounts?.[k] ?? 0) + (validation.classCounts?.[k] ?? 0),
  );
}

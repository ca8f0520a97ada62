/** `run.json` in a run's folder: what the run was begun with, and what it came to. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { ModelKind } from "../../tutorial/model-kinds";
import type { Split } from "../data/load-split";
import { UserError } from "../user-error";
import type { BackendChoice } from "./backend-choice";
import type { ClassWeights } from "./class-weights";

/** Where a run's card lies in its folder. */
export const cardName = "run.json";

/** Everything that decides what a run computes. */
export interface RunSettings {
  readonly command: "start" | "train";
  /** A folder, an address, `sample`, or null for the flower photos. */
  readonly data: string | null;
  /** The models that are trained, in their order. */
  readonly models: readonly ModelKind[];
  /** Validation photos in a folder of their own; left out where they are a part of the data. */
  readonly validation?: string | undefined;
  /** How the data is divided; left out for Keras's split. */
  readonly split?: "stratified" | undefined;
  /** What each class weighs; left out where all weigh 1. */
  readonly classWeights?: ClassWeights | undefined;
  /** Of each of the models; null for as many as its photos need. */
  readonly epochs: readonly (number | null)[];
  readonly imageSize: readonly [height: number, width: number];
  readonly batchSize: number;
  readonly seed: number;
  /** Of the pretrained network of `start`, which has a size of its own. */
  readonly pretrainedSize?: readonly [height: number, width: number] | undefined;
  /** Forms in which a pretrained network's head sees each photo; left out for as many as its photos need. */
  readonly passes?: number | undefined;
  /** Epochs of fine-tuning a pretrained network; left out where its head alone is trained. */
  readonly fineTune?: number | undefined;
  readonly backend: BackendChoice;
  /** The new photo that `start` classifies: a file or an address; null for one held back from training. */
  readonly image: string | null;
}

/** Tells the pictures of a run from any others. */
export interface PicturesMark {
  readonly classNames: readonly string[];
  readonly files: number;
  /** SHA-256 of the names of all files, in the order of training. */
  readonly names: string;
}

export interface RunCard {
  readonly format: 1;
  readonly status: "unfinished" | "finished";
  readonly settings: RunSettings;
  readonly pictures: PicturesMark;
}

export function markPictures(
  { training, validation, classNames }: Split,
  directory: string,
): PicturesMark {
  const hash = createHash("sha256");
  for (const { filePaths } of [training, validation]) {
    for (const path of filePaths)
      hash.update(`${relative(directory, path).split(sep).join("/")}\n`);
    hash.update("\n");
  }
  return {
    classNames,
    files: training.filePaths.length + validation.filePaths.length,
    names: hash.digest("hex"),
  };
}

/** The card of the run in a folder; null when there is none. */
export async function readRunCard(folder: string): Promise<RunCard | null> {
  const path = join(folder, cardName);
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  try {
    const card = JSON.parse(text) as Partial<RunCard>;
    if (card.format === 1 && card.settings && card.pictures) return card as RunCard;
  } catch {
    // says the sentence below
  }
  throw new UserError(`"${path}" was not written by this version of flowers, or it is damaged.`);
}

/** @throws UserError unless these are the pictures with which the run was begun */
export function checkPictures(begun: PicturesMark, now: PicturesMark): void {
  if (begun.names === now.names) return;
  const difference =
    begun.classNames.join("\n") !== now.classNames.join("\n")
      ? `classes ${begun.classNames.join(", ")} then, ${now.classNames.join(", ")} now`
      : begun.files !== now.files
        ? `${begun.files} files then, ${now.files} now`
        : "other file names";
  throw new UserError(
    `--resume: the photos are not those with which the run was begun (${difference}).`,
    { remedy: "Bring the photos back as they were, or begin a new run." },
  );
}

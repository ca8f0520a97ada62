/** Step 4: what a model said of each validation picture, and the pictures themselves. */
import type { Answers, ModelKind } from "./contract";
import { thumbnail } from "./pictures/thumbnail";
import { storedAnswers } from "./storage/answer-store";
import { folderOf, isOfSet, pictureFile, storedPictures } from "./storage/picture-store";
import { storedRun } from "./storage/run-store";

/** Null for a model that was brought along without. */
export async function answersOf(kind: ModelKind): Promise<Answers | null> {
  const run = await storedRun(kind);
  const answers = run && (await storedAnswers(kind, run));
  if (!answers) return null;
  const pictures = await storedPictures();
  const atHand = pictures !== null && isOfSet(run.picturesId, pictures);
  return { ...answers, classNames: run.classNames, paths: atHand ? answers.paths : null };
}

/** Small copies of pictures of the imported set, by path; null for one that is there no more. */
export async function smallPicturesAt(
  paths: readonly string[],
  longestSide: number,
): Promise<(ImageBitmap | null)[]> {
  const pictures = await storedPictures();
  if (!pictures) return paths.map(() => null);
  const folder = folderOf(pictures.id);
  return Promise.all(
    paths.map((path) =>
      pictureFile(folder, path)
        .then((file) => thumbnail(file, longestSide))
        .catch(() => null),
    ),
  );
}

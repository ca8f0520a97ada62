/** Step 4: what a model said of each validation picture. */
import type { Answers, ModelKind } from "./contract";
import { storedAnswers } from "./storage/answer-store";
import { isOfSet, storedPictures } from "./storage/picture-store";
import { storedRun } from "./storage/run-store";

/** Null for a model that was brought along without. */
export async function answersOf(kind: ModelKind): Promise<Answers | null> {
  const run = await storedRun(kind);
  const answers = run && (await storedAnswers(kind, run));
  if (!answers) return null;
  const pictures = await storedPictures();
  const atHand = pictures !== null && isOfSet(run.picturesId, pictures);
  return { ...answers, classNames: run.classNames, ids: atHand ? answers.ids : null };
}

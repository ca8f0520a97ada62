/** What a model said of each validation picture, beside its run: in one file. */
import type { Answers, ModelKind } from "../contract";
import { readJson } from "./private-files";
import { filesFolder, type StoredRun } from "./run-store";

/** As they are kept; whether the pictures are at hand is found when they are read. */
export type StoredAnswers = Omit<Answers, "classNames">;

/** The file's name, in the folder of a run's files. */
export const answersName = "answers.json";

/** Null for a run that was stored without. */
export async function storedAnswers(
  kind: ModelKind,
  run: StoredRun,
): Promise<StoredAnswers | null> {
  const value = await readJson<unknown>(`${filesFolder(kind, run)}/${answersName}`);
  return answersIn(value, run.classNames.length);
}

/** The answers that a JSON value holds; null for anything else. */
export function answersIn(value: unknown, classes: number): StoredAnswers | null {
  const { ids, truths, probabilities } = (value ?? {}) as Partial<StoredAnswers>;
  if (!Array.isArray(truths) || !Array.isArray(probabilities)) return null;
  const isClass = (label: unknown): boolean =>
    Number.isInteger(label) && Number(label) >= 0 && Number(label) < classes;
  const isRow = (row: unknown): boolean =>
    Array.isArray(row) && row.length === classes && row.every((each) => Number.isFinite(each));
  const fits =
    truths.length === probabilities.length && truths.every(isClass) && probabilities.every(isRow);
  if (!fits) return null;
  const named =
    Array.isArray(ids) && ids.length === truths.length && ids.every((id) => typeof id === "string");
  return { ids: named ? ids : null, truths, probabilities };
}

/** What is kept of each model's run: its record, its checkpoint, its weights, and the pictures of its mistakes. */
import type { ModelKind, ModelRecord, Settings } from "../contract";
import { homeOf, readJson, remove, writeJson } from "./private-files";

/** A record and what it was made with. */
export interface StoredRun {
  readonly settings: Settings;
  /** The import that it was trained on; null for a model that was brought along. */
  readonly picturesId: string | null;
  readonly classNames: readonly string[];
  readonly record: ModelRecord;
}

/** The folder of a run; every path of the run begins with it. */
export const runFolder = (kind: ModelKind): string => `runs/${kind}`;

/** As the callbacks of `@flowers/training` see it. */
export const backupFolder = (kind: ModelKind): string => homeOf(`${runFolder(kind)}/backup`);

export function storedRun(kind: ModelKind): Promise<StoredRun | null> {
  return readJson<StoredRun>(`${runFolder(kind)}/record.json`);
}

export function storeRun(kind: ModelKind, run: StoredRun): Promise<void> {
  return writeJson(`${runFolder(kind)}/record.json`, run);
}

/** Forgets a run, its checkpoint and its model. */
export function forgetRun(kind: ModelKind): Promise<void> {
  return remove(runFolder(kind));
}

/** @throws Error when the model is not trained */
export async function finishedRun(kind: ModelKind): Promise<StoredRun> {
  const run = await storedRun(kind);
  if (run?.record.status !== "finished")
    throw new Error("This model is not trained yet: train it in step 3, or load one.");
  return run;
}

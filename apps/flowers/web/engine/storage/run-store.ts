/** What is kept of each model's run: its record, its checkpoint, its weights, and the pictures of its mistakes. */
import type { ModelKind, ModelRecord, Settings } from "../contract";
import { homeOf, readFile, readJson, remove, writeJson } from "./private-files";

/** A record and what it was made with. */
export interface StoredRun {
  readonly settings: Settings;
  /** `content` of the pictures that it was trained on; null for a model that was brought along. */
  readonly picturesId: string | null;
  readonly classNames: readonly string[];
  readonly record: ModelRecord;
  /** The folder within the run's that holds model and mistakes; absent where they lie in the run's own. */
  readonly files?: string | undefined;
}

/** The folder of a run; every path of the run begins with it. */
export const runFolder = (kind: ModelKind): string => `runs/${kind}`;

/** The file that says what the run has come to, and where its model lies. */
export const recordName = "record.json";

/** The folder of a run's model and of the pictures of its mistakes. */
export function filesFolder(kind: ModelKind, { files }: StoredRun): string {
  return files === undefined ? runFolder(kind) : `${runFolder(kind)}/${files}`;
}

/** As the callbacks of `@flowers/training` see it. */
export const backupFolder = (kind: ModelKind): string => homeOf(`${runFolder(kind)}/backup`);

export function storedRun(kind: ModelKind): Promise<StoredRun | null> {
  return readJson<StoredRun>(`${runFolder(kind)}/${recordName}`);
}

export function storeRun(kind: ModelKind, run: StoredRun): Promise<void> {
  return writeJson(`${runFolder(kind)}/${recordName}`, run);
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

/** The pictures of a run's mistakes, PNG, in the judgement's order. */
export async function storedMistakes(kind: ModelKind, run: StoredRun): Promise<File[]> {
  const folder = filesFolder(kind, run);
  const pictures = await Promise.all(
    (run.record.judgement?.worst ?? []).map((_, index) =>
      readFile(`${folder}/mistakes/${index}.png`),
    ),
  );
  return pictures.filter((picture) => picture !== null);
}

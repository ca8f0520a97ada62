/**
 * A finished run that takes the place of the previous one. It is written beside it, in a folder of its own; the record
 * that names the folder is replaced last and as a whole. So the previous model can be used until the new one is whole,
 * and stays when there is no room for another or the page ends in between.
 */
import type { ModelKind } from "../contract";
import { answersName, type StoredAnswers } from "./answer-store";
import type { ModelFiles } from "./model-files";
import { entriesOf, remove, writeFile } from "./private-files";
import { recordName, runFolder, type StoredRun, storedRun, storeRun } from "./run-store";

/** What a finished run keeps beside its record. */
export interface RunFiles extends ModelFiles {
  /** Pictures of the mistakes, PNG, in the judgement's order. */
  readonly mistakes: readonly Blob[];
  /** Null for a model that was brought along without. */
  readonly answers: StoredAnswers | null;
}

export interface RunDraft {
  /** Puts the run in place of the previous one, whose files are removed. */
  keep(run: StoredRun): Promise<void>;
  /** Removes what was written. */
  drop(): Promise<void>;
}

const draftStart = "files-";

/** @throws Error when there is no room; nothing of it is left then, and the previous run is as it was */
export async function draftRun(kind: ModelKind, contents: RunFiles): Promise<RunDraft> {
  await removeAbandoned(kind);
  const files = draftStart + crypto.randomUUID();
  const folder = `${runFolder(kind)}/${files}`;
  const drop = (): Promise<void> => remove(folder);
  const orDrop = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      await drop().catch(() => undefined); // the first error says more
      throw error;
    }
  };
  await orDrop(writeFiles(folder, contents));
  return {
    drop,
    keep: async (run) => {
      await orDrop(storeRun(kind, { ...run, files }));
      for (const name of await entriesOf(runFolder(kind)))
        if (name !== recordName && name !== files) await remove(`${runFolder(kind)}/${name}`);
    },
  };
}

async function writeFiles(
  folder: string,
  { weights, json, mistakes, answers }: RunFiles,
): Promise<void> {
  await writeFile(`${folder}/weights.bin`, weights);
  await writeFile(`${folder}/model.json`, json);
  for (const [index, picture] of mistakes.entries())
    await writeFile(`${folder}/mistakes/${index}.png`, picture);
  if (answers) await writeFile(`${folder}/${answersName}`, JSON.stringify(answers));
}

/** Removes what a visit left that ended before it could {@link RunDraft.keep} its draft. */
async function removeAbandoned(kind: ModelKind): Promise<void> {
  const current = (await storedRun(kind))?.files;
  for (const name of await entriesOf(runFolder(kind)))
    if (name.startsWith(draftStart) && name !== current) await remove(`${runFolder(kind)}/${name}`);
}

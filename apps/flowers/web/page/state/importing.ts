/** Taking in pictures: what has been found so far, and the end of it. */
import { signal } from "@preact/signals";
import { proxy } from "comlink";

import {
  modelKindNames,
  type ImportProgress,
  type PictureSource,
  type UnreadableFile,
} from "../../engine/contract";
import { plainNumber } from "../format/numbers";
import { announce } from "./announcing";
import { confirm } from "./confirming";
import { drawn } from "./drawn";
import { language, text } from "./preferences";
import { isBusy } from "./run-machine";
import { clearRun, run } from "./running";
import { sentence } from "./sentence";
import { forgetModels, models, pictures, picturesVersion } from "./session";
import { clearAnswer } from "./using";
import { studio } from "./workers";

export interface SmallPicture {
  readonly className: string;
  readonly canvas: HTMLCanvasElement;
}

export interface ImportState {
  readonly counts: Readonly<Record<string, number>>;
  readonly done: number;
  readonly total: number | null;
  readonly bytes: ImportProgress["bytes"];
  readonly unreadable: readonly UnreadableFile[];
}

/** null while nothing is being taken in. */
export const importing = signal<ImportState | null>(null);
export const importFailure = signal<string | null>(null);
/** Small pictures to show; they come while the import runs and stay after it. */
export const smallPictures = signal<readonly SmallPicture[]>([]);

let cancelled = false;

const beginning: ImportState = {
  counts: {},
  done: 0,
  total: null,
  bytes: undefined,
  unreadable: [],
};

/** Takes in pictures in place of the previous ones; asks first when models would be deleted. */
export async function takePictures(source: PictureSource): Promise<void> {
  if (importing.value || isBusy(run.value)) return;
  const { replace } = text.peek().data;
  const trained = modelKindNames.some((kind) => models.value[kind].status !== "none");
  if (trained && !(await confirm(replace))) return;
  const before = { pictures: pictures.value, small: smallPictures.value, models: models.value };
  cancelled = false;
  importFailure.value = null;
  smallPictures.value = [];
  pictures.value = null;
  importing.value = beginning;
  forgetModels();
  try {
    const set = await studio().importPictures(source, proxy(noteProgress));
    pictures.value = set;
    picturesVersion.value++;
    clearAnswer();
    clearRun();
    const { sampleName, ready } = text.peek().data;
    const all = set.counts.reduce((sum, count) => sum + count, 0);
    announce(ready(set.painted ? sampleName : set.name, plainNumber(all, language.peek())));
  } catch (error) {
    importFailure.value = cancelled ? text.peek().data.cancelled : sentence(error);
    // The studio keeps what there was until an import is whole.
    pictures.value = before.pictures;
    smallPictures.value = before.small;
    models.value = before.models;
  }
  importing.value = null;
}

function noteProgress(progress: ImportProgress): void {
  const arrived = progress.thumbnails.map(({ className, bitmap }) => ({
    className,
    canvas: drawn(bitmap),
  }));
  if (arrived.length > 0) smallPictures.value = [...smallPictures.value, ...arrived];
  if (importing.value) {
    importing.value = {
      counts: progress.counts,
      done: progress.done,
      total: progress.total,
      bytes: progress.bytes,
      unreadable: progress.unreadable,
    };
  }
}

export async function cancelImport(): Promise<void> {
  cancelled = true;
  await studio().cancelImport();
}

/** Small pictures of a set that an earlier visit stored. */
export async function showStoredPictures(perClass: number): Promise<void> {
  try {
    const stored = await studio().thumbnails(perClass);
    smallPictures.value = stored.map(({ className, bitmap }) => ({
      className,
      canvas: drawn(bitmap),
    }));
  } catch (error) {
    importFailure.value = sentence(error);
  }
}

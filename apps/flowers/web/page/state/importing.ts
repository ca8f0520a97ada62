/** Taking in pictures: what has been found so far, and the end of it. */
import { computed, signal } from "@preact/signals";
import { proxy } from "comlink";

import {
  modelKindNames,
  type ImportMode,
  type ImportProgress,
  type PictureSet,
  type PictureSource,
  type UnreadableFile,
} from "../../engine/contract";
import { plainNumber } from "../format/numbers";
import { announce } from "./announcing";
import { confirm } from "./confirming";
import { drawn } from "./drawn";
import { trainingElsewhere } from "./other-tabs";
import { language, text } from "./preferences";
import { isBusy } from "./run-machine";
import { clearRun, run } from "./running";
import { sentence } from "./sentence";
import { clearPhotoAnswers } from "./several";
import { forgetModels, models, pictures, takeSet } from "./session";
import { clearStrips, refreshStrips } from "./strips";
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
/** Small pictures that have come while the import runs. */
export const smallPictures = signal<readonly SmallPicture[]>([]);

/** Whether pictures that are chosen now join those at hand. What the visitor has edited is not to be lost by a slip. */
export const importMode = signal<ImportMode | null>(null);
export const chosenMode = computed<ImportMode>(() => {
  const set = pictures.value;
  if (!set) return "replace";
  return importMode.value ?? (set.canUndo || set.name === "" ? "add" : "replace");
});

let cancelled = false;

const beginning: ImportState = {
  counts: {},
  done: 0,
  total: null,
  bytes: undefined,
  unreadable: [],
};

/** Takes in pictures; asks first when models, or what was edited, would be deleted. */
export async function takePictures(source: PictureSource): Promise<void> {
  if (importing.value || isBusy(run.value) || trainingElsewhere.value) return;
  if (chosenMode.peek() === "add") return joinPictures(source);
  const { replace } = text.peek().data;
  const trained = modelKindNames.some((kind) => models.value[kind].status !== "none");
  const edited = pictures.value?.canUndo ?? false;
  if ((trained || edited) && !(await confirm(replace))) return;
  const before = { pictures: pictures.value, models: models.value };
  cancelled = false;
  importFailure.value = null;
  smallPictures.value = [];
  pictures.value = null;
  importing.value = beginning;
  forgetModels();
  try {
    const set = await studio().importPictures(source, proxy(noteProgress));
    clearStrips();
    takeSet(set);
    clearAnswer();
    clearPhotoAnswers();
    clearRun();
    announceSet(set);
  } catch (error) {
    importFailure.value = cancelled ? text.peek().data.cancelled : sentence(error);
    // The studio keeps what there was until an import is whole.
    pictures.value = before.pictures;
    models.value = before.models;
  }
  endImport();
}

/** Puts pictures into the classes at hand; the models stay. */
async function joinPictures(source: PictureSource): Promise<void> {
  cancelled = false;
  importFailure.value = null;
  smallPictures.value = [];
  importing.value = beginning;
  try {
    const set = await studio().importPictures(source, proxy(noteProgress), "add");
    takeSet(set);
    await refreshStrips();
    announceSet(set);
  } catch (error) {
    importFailure.value = cancelled ? text.peek().data.cancelled : sentence(error);
  }
  endImport();
}

function endImport(): void {
  importing.value = null;
  importMode.value = null;
  smallPictures.value = [];
}

function announceSet(set: PictureSet): void {
  const { data, own } = text.peek();
  const all = set.counts.reduce((sum, count) => sum + count, 0);
  const name = set.painted ? data.sampleName : set.name === "" ? own.setName : set.name;
  announce(data.ready(name, plainNumber(all, language.peek())));
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

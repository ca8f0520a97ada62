/** Saving and loading models and runs, and forgetting everything. */
import { computed, signal } from "@preact/signals";

import {
  type Appearance,
  type Download,
  type ModelFormat,
  type ModelKind,
  type Session,
} from "../../engine/contract";
import { byteSize, plainNumber } from "../format/numbers";
import { announce } from "./announcing";
import { confirm } from "./confirming";
import { selected } from "./editing";
import { filmedClass } from "./class-at-hand";

import { clearStrips } from "./strips";
import { importing } from "./importing";
import { clearLook } from "./looking";
import { language, text } from "./preferences";
import { allRuns } from "./reading";
import { forgetRemembered } from "./remembered";
import { isBusy } from "./run-machine";
import { clearRun, run } from "./running";
import { sentence } from "./sentence";
import { clearPhotoAnswers } from "./several";
import { forgetModels, pictures, settings, storedSettings, takeSession, takeSet } from "./session";
import { clearThresholds, thresholdOf } from "./thresholds";
import { clearAnswer } from "./using";
import { usualSettings } from "./usual-settings";
import { studio } from "./workers";

/** What was done last, in words. */
export const keepNotice = signal<string | null>(null);
export const keepFailure = signal<string | null>(null);
const keepBusy = signal(false);
/** Whether nothing can be kept or taken now: something else is at work. */
export const keepHeld = computed(
  () => keepBusy.value || importing.value !== null || isBusy(run.value),
);

/** Does one thing at a time with files, and says what came of it. */
export async function guarded(work: () => Promise<string | null>): Promise<void> {
  if (keepBusy.value) return;
  keepBusy.value = true;
  keepFailure.value = null;
  keepNotice.value = null;
  try {
    const notice = await work();
    keepNotice.value = notice;
    if (notice) announce(notice);
  } catch (error) {
    keepFailure.value = sentence(error);
  }
  keepBusy.value = false;
}

/** Hands a file to the browser's downloads. */
function save({ name, blob }: Download): string {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the download has begun long before
  return text.peek().keep.saved(name);
}

function load(session: Session, words: string): string {
  clearAnswer();
  clearPhotoAnswers();
  clearRun();
  takeSession(session);
  return words;
}

/** Saves the model in a page of its own, in the language of this one and as sure as the visitor wants its answers here. */
export function takeAway(kind: ModelKind): Promise<void> {
  return guarded(async () => {
    const { known, ...file } = await studio().takeAway(kind, language.peek(), thresholdOf(kind));
    const { page } = text.peek().keep;
    const spoken = language.peek();
    return `${save(file)} ${
      known
        ? page.known(plainNumber(known.pictures, spoken), byteSize(known.bytes, spoken))
        : page.unknown
    }`;
  });
}

export function saveModel(kind: ModelKind, format: ModelFormat): Promise<void> {
  return guarded(async () => save(await studio().exportModel(kind, format)));
}

/** The curves as a picture for a report, drawn as the command line draws them. */
export function saveCurves(): Promise<void> {
  return saveDrawing(`flowers-${text.peek().judge.pictureNames.curves}`, (appearance) =>
    studio().drawCurves(
      Object.fromEntries(allRuns.value.map(({ kind, history }) => [kind, history])),
      appearance,
    ),
  );
}

/** The confusion matrix as a picture. */
export function saveConfusion(kind: ModelKind): Promise<void> {
  return saveDrawing(`flowers-${text.peek().judge.pictureNames.confusion}`, (appearance) =>
    studio().drawConfusion(kind, appearance),
  );
}

/** Pictures for reports are on paper: light, and as wide as a page. */
function saveDrawing(
  name: string,
  draw: (appearance: Appearance) => Promise<string>,
): Promise<void> {
  return guarded(async () => {
    const svg = await draw({ dark: false, width: 960, language: language.peek() });
    return save({ name: `${name}.svg`, blob: new Blob([svg], { type: "image/svg+xml" }) });
  });
}

export function saveRun(withPictures: boolean): Promise<void> {
  return guarded(async () => save(await studio().exportRun(withPictures)));
}

export function loadModel(kind: ModelKind, files: readonly File[]): Promise<void> {
  return guarded(async () =>
    load(await studio().importModel(kind, files), text.peek().keep.loaded),
  );
}

export function loadRun(file: File): Promise<void> {
  return guarded(async () => {
    const { loadedRun, replacePictures } = text.peek().keep;
    const replaces = pictures.peek() !== null && (await studio().runBringsPictures(file));
    if (replaces && !(await confirm(replacePictures))) return null;
    return load(await studio().importRun(file), loadedRun);
  });
}

/** Removes all that is stored, after asking. */
export function forgetAll(): Promise<void> {
  return guarded(async () => {
    const { forgetConfirm, forgotten } = text.peek().keep;
    if (!(await confirm(forgetConfirm))) return null;
    await studio().forget();
    takeSet(null);
    clearStrips();
    selected.value = new Set();
    filmedClass.value = null;
    clearLook();
    clearAnswer();
    clearPhotoAnswers();
    clearRun();
    forgetModels();
    settings.value = storedSettings.value = usualSettings;
    forgetRemembered();
    clearThresholds();
    return forgotten;
  });
}

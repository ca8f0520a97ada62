/** What is stored: pictures, settings, models; read when the page opens and kept up to date from then on. */
import { batch, computed, effect, signal } from "@preact/signals";

import {
  emptyRecord,
  modelKindNames,
  type ModelKind,
  type ModelRecord,
  type PictureSet,
  type Session,
  type Settings,
} from "../../engine/contract";
import { text } from "./preferences";
import { remember, remembered } from "./remembered";
import { sentence } from "./sentence";
import { usualSettings } from "./usual-settings";
import { studio } from "./workers";

/** Whether an earlier visit has been asked for. */
export const sessionReady = signal(false);
/** Why nothing can be stored, or null. */
export const sessionFailure = signal<string | null>(null);
/** At first as the last visit left them, so that the page opens with room for them; the studio has the last word. */
export const pictures = signal<PictureSet | null>(picturesOfLastVisit());
/** The settings of the form. */
export const settings = signal<Settings>(usualSettings);
/** The settings with which the stored models were trained; an unfinished run continues with these. */
export const storedSettings = signal<Settings>(usualSettings);
export const models = signal<Readonly<Record<ModelKind, ModelRecord>>>(noModels());
/** Grows when a model's weights change; asks what was drawn from them to be drawn again. */
export const modelsVersion = signal(0);
/** Grows when other pictures come. */
export const picturesVersion = signal(0);

/** Models that can judge and classify. */
export const usable = computed(() =>
  modelKindNames.filter((kind) => models.value[kind].status === "finished"),
);

/** Models with curves to show. */
export const withCurves = computed(() =>
  modelKindNames.filter((kind) => (models.value[kind].history["loss"]?.length ?? 0) > 0),
);

function noModels(): Readonly<Record<ModelKind, ModelRecord>> {
  return { baseline: emptyRecord, augmented: emptyRecord, "efficientnet-lite0": emptyRecord };
}

function picturesOfLastVisit(): PictureSet | null {
  try {
    return JSON.parse(remembered("pictures") ?? "null") as PictureSet | null;
  } catch {
    return null; // damaged: as good as none
  }
}

effect(() => {
  const set = pictures.value;
  // One line on the page tells of all that are unreadable: one keeps its room.
  remember("pictures", set && JSON.stringify({ ...set, unreadable: set.unreadable.slice(0, 1) }));
});

/** Takes over another set, or an edited one. Steps that look at the pictures do so again. */
export function takeSet(set: PictureSet | null): void {
  pictures.value = set;
  picturesVersion.value++;
}

/** Takes over what the studio says is stored. */
export function takeSession(session: Session): void {
  batch(() => {
    settings.value = storedSettings.value = session.settings ?? usualSettings;
    takeStored(session);
  });
}

function takeStored(stored: Pick<Session, "pictures" | "models">): void {
  takeSet(stored.pictures);
  models.value = stored.models;
  modelsVersion.value++;
}

/** Reads again what another tab has changed; the settings of the form are this tab's own. */
export async function refreshSession(): Promise<void> {
  let session: Session;
  let before: PictureSet | null;
  do {
    before = pictures.peek();
    session = await studio().session();
  } while (pictures.peek() !== before); // what was edited here meanwhile may not be in what was read
  batch(() => takeStored(session));
}

export function takeModel(kind: ModelKind, record: ModelRecord): void {
  models.value = { ...models.value, [kind]: record };
  modelsVersion.value++;
}

/** After other pictures came or everything was forgotten. */
export function forgetModels(): void {
  models.value = noModels();
  modelsVersion.value++;
}

/** Whether anything was ever stored; found without waking a worker, so that a first visit loads little. */
async function anythingStored(): Promise<boolean> {
  const root = await navigator.storage.getDirectory();
  for await (const _ of root.keys()) return true;
  return false;
}

/** Asks what an earlier visit left. */
export async function readSession(): Promise<void> {
  let stored = false;
  try {
    stored = await anythingStored();
  } catch {
    sessionFailure.value = text.peek().noStorage;
  }
  try {
    if (stored) takeSession(await studio().session());
    else pictures.value = null;
  } catch (error) {
    pictures.value = null;
    sessionFailure.value = sentence(error);
  }
  sessionReady.value = true;
}

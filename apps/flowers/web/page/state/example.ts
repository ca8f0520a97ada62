/** A finished run that the page brings along: what a visitor sees who has nothing of their own yet. */
import { computed, effect, signal } from "@preact/signals";

import {
  emptyRecord,
  type Judgement,
  type ModelKind,
  modelKindNames,
  type ModelRecord,
  type Settings,
} from "../../engine/contract";
import { importing } from "./importing";
import { models, pictures, sessionReady, withCurves } from "./session";

/** As `web/screenshots/make-example.mjs` writes it. */
interface ExampleFile {
  readonly classNames: readonly string[];
  /** Of the nine pictures. */
  readonly labels: readonly string[];
  /** Which of the file's pictures are which, in its order. */
  readonly places: Readonly<
    Record<"strip" | "nine" | "variants" | "mistakes" | "photo", readonly number[]>
  >;
  readonly size: { readonly side: number; readonly columns: number; readonly count: number };
  /** What the pretrained network says of the photo, which is in none of the pictures that it was trained with. */
  readonly answer: readonly { readonly label: string; readonly probability: number }[];
  readonly models: Readonly<
    Record<
      ModelKind,
      Pick<ModelRecord, "history" | "epochs" | "parameters" | "epochSeconds" | "lookingSeconds"> & {
        readonly settings: Settings;
        readonly judgement: Judgement;
      }
    >
  >;
}

export interface Example extends Omit<ExampleFile, "models"> {
  readonly models: Readonly<Record<ModelKind, ModelRecord>>;
  readonly settings: Settings;
  /** The address of its pictures, all in one. */
  readonly picturesAddress: string;
}

const loaded = signal<Example | null>(null);

const nothingOwn = computed(
  () =>
    sessionReady.value &&
    pictures.value === null &&
    importing.value === null &&
    withCurves.value.length === 0,
);

/** The example while there is nothing of the visitor's own to show. */
export const example = computed(() => (nothingOwn.value ? loaded.value : null));

/** The visitor's models, or those of the example. */
export const shownModels = computed(() => example.value?.models ?? models.value);

/** Fetches the example once there is nothing else to show. Without network there is none, and nothing is said of it. */
export function fetchExample(): void {
  let asked = false;
  effect(() => {
    if (asked || !nothingOwn.value) return;
    asked = true;
    void load().catch(() => (asked = false));
  });
}

async function load(): Promise<void> {
  const response = await fetch(new URL("../../example/run.json", import.meta.url));
  const file = (await response.json()) as ExampleFile;
  const records = modelKindNames.map((kind): [ModelKind, ModelRecord] => {
    const { settings: _, ...record } = file.models[kind];
    return [kind, { ...emptyRecord, ...record, status: "finished" }];
  });
  loaded.value = {
    ...file,
    models: Object.fromEntries(records) as Record<ModelKind, ModelRecord>,
    settings: file.models.baseline.settings,
    picturesAddress: new URL("../../example/pictures.webp", import.meta.url).href,
  };
}

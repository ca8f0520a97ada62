/** What the answered photo resembles, and where the network looked in it. */
import { computed, effect, signal, untracked } from "@preact/signals";

import type { Likeness, ModelKind, NearPicture, WhereLooked } from "../../engine/contract";
import { announce } from "./announcing";
import { drawn } from "./drawn";
import { text } from "./preferences";
import { sentence } from "./sentence";
import { latest } from "./latest";
import { answer } from "./using";
import { studio } from "./workers";

export interface Resembled extends Omit<Likeness, "nearest"> {
  readonly nearest: readonly (Omit<NearPicture, "bitmap"> & {
    readonly canvas: HTMLCanvasElement;
  })[];
}

/** Training pictures that are shown beside a photo. */
const shownAtMost = 6;

/** What the answered photo resembles; null until it is known, and where nobody can tell. */
export const resembled = signal<Resembled | null>(null);

/** Whether it is shown where the network looked. */
export const showsPlaces = signal(false);
/** The class that the visitor asked about; null for the answer. */
const wantedLabel = signal<string | null>(null);
/** Where the network looked, and for which class. */
export const places = signal<{ readonly label: string; readonly map: WhereLooked } | null>(null);
export const placesFailure = signal<string | null>(null);

/** The class that it is about. */
export const askedLabel = computed(() => {
  const said = answer.value;
  if (!said) return null;
  const wanted = wantedLabel.value;
  return said.ranking.some(({ label }) => label === wanted) ? wanted : said.label;
});

export function askAbout(label: string): void {
  wantedLabel.value = label;
}

const resemble = latest(
  async (kind: ModelKind, photo: Blob) => {
    const found = await studio().likeness(kind, photo, shownAtMost);
    const shown = found && {
      ...found,
      nearest: found.nearest.map(({ bitmap, ...near }) => ({ ...near, canvas: drawn(bitmap) })),
    };
    if (answer.peek()?.photo !== photo) return;
    resembled.value = shown;
    if (shown?.isUnseen) announce(text.peek().explain.unseen);
  },
  () => (resembled.value = null), // the answer stands without it
);

const locate = latest(
  async (kind: ModelKind, photo: Blob, label: string) => {
    const found = await studio().whereLooked(kind, photo, label);
    if (answer.peek()?.photo !== photo || askedLabel.peek() !== label) return;
    places.value = { label, map: found };
    placesFailure.value = null;
  },
  (error) => {
    places.value = null;
    placesFailure.value = sentence(error);
  },
);

/** The photo that has its likeness, or waits for it. */
let seen: Blob | null = null;

effect(() => {
  const said = answer.value;
  untracked(() => {
    if (said?.photo !== seen) {
      resembled.value = places.value = placesFailure.value = null;
      wantedLabel.value = null;
    }
    seen = said?.photo ?? null;
    if (said) resemble(said.kind, said.photo);
  });
});

effect(() => {
  const [said, label] = [answer.value, askedLabel.value];
  if (showsPlaces.value && said && label !== null)
    untracked(() => locate(said.kind, said.photo, label));
});

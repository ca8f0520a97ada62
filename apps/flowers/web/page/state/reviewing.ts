/** Validation pictures that are looked at: where each belongs now, and putting it where it belongs. */
import { effect, signal } from "@preact/signals";

import type { ModelKind, PictureId } from "../../engine/contract";
import { drawn } from "./drawn";
import { editSet } from "./editing";
import { latest } from "./latest";
import { isBusy } from "./run-machine";
import { run, trainAll } from "./running";
import { sentence } from "./sentence";
import { models, pictures, picturesVersion, settings } from "./session";
import { studio } from "./workers";

export interface ReviewedPicture {
  readonly canvas: HTMLCanvasElement;
  /** Where it belongs now; null when it was thrown out. */
  readonly className: string | null;
}

/** Pixels of the longer side: sharp on dense screens, too. */
const longestSide = 240;

/** Those that were asked for last. */
export const reviewed = signal<ReadonlyMap<PictureId, ReviewedPicture>>(new Map());
export const reviewFailure = signal<string | null>(null);

let wanted: readonly PictureId[] = [];

const load = latest(
  async (ids: readonly PictureId[]) => {
    const come = await studio().thumbnailsOf(ids, longestSide);
    const found = new Map(come.map((each) => [each.id, each]));
    const before = reviewed.peek();
    const now = new Map<PictureId, ReviewedPicture>();
    for (const id of ids) {
      const here = found.get(id);
      const known = before.get(id); // what was thrown out stays in view
      if (here) now.set(id, { canvas: drawn(here.bitmap), className: here.className });
      else if (known) now.set(id, { ...known, className: null });
    }
    reviewed.value = now;
    reviewFailure.value = null;
  },
  (error) => (reviewFailure.value = sentence(error)),
);

/** Asks for pictures in place of those before. */
export function reviewPictures(ids: readonly PictureId[]): void {
  wanted = ids;
  load(ids);
}

effect(() => {
  void picturesVersion.value; // an edit, here or in step 1
  if (wanted.length > 0) load(wanted);
});

/** Says that a picture belongs to another class. */
export async function relabel(id: PictureId, className: string): Promise<void> {
  reviewFailure.value = await editSet(() => studio().movePictures([id], className));
}

export async function throwOut(id: PictureId): Promise<void> {
  reviewFailure.value = await editSet(() => studio().removePictures([id]));
}

export async function undoChange(): Promise<void> {
  reviewFailure.value = await editSet(() => studio().undo());
}

/** Whether a model was trained on other pictures than those at hand. */
export function isOutdated(kind: ModelKind): boolean {
  const { trainedOn } = models.value[kind];
  return trainedOn !== undefined && trainedOn !== pictures.value?.content;
}

/** Trains the model once more, on the pictures as they are now. */
export async function trainAgain(kind: ModelKind): Promise<void> {
  if (!isBusy(run.peek())) await trainAll([kind], settings.peek());
}

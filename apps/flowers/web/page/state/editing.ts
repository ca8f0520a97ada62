/** Edits of the pictures at hand: what the visitor asks, and the set that comes of it. */
import { signal } from "@preact/signals";

import type { PictureId, PictureSet } from "../../engine/contract";
import { plainNumber } from "../format/numbers";
import { announce } from "./announcing";
import { filmedClass, touchedClass } from "./class-at-hand";
import { importFailure } from "./importing";
import { language, text } from "./preferences";
import { sentence } from "./sentence";
import { pictures, takeSet } from "./session";
import { noteAdded, refreshStrips } from "./strips";
import { studio } from "./workers";

/** The pictures that the visitor has picked out. */
export const selected = signal<ReadonlySet<PictureId>>(new Set());

async function edit(work: () => Promise<PictureSet>): Promise<boolean> {
  importFailure.value = await editSet(work);
  return importFailure.value === null;
}

/** Edits the set; resolves with what went wrong, or null. */
export async function editSet(work: () => Promise<PictureSet>): Promise<string | null> {
  try {
    takeSet(await work());
    await refreshStrips();
    return null;
  } catch (error) {
    return sentence(error);
  }
}

/** Resolves with whether it could be done; the reason is told otherwise. Whoever films one class goes on with the new one. */
export function addClass(name: string): Promise<boolean> {
  return edit(async () => {
    const set = await studio().newClass(name);
    touchedClass.value = name.normalize("NFC").trim();
    if (filmedClass.value !== null) filmedClass.value = touchedClass.value;
    return set;
  });
}

export function renameClass(from: string, to: string): Promise<boolean> {
  return edit(() => studio().renameClass(from, to));
}

export function deleteClass(name: string): Promise<boolean> {
  return edit(() => studio().deleteClass(name));
}

export async function moveSelected(className: string): Promise<void> {
  const ids = [...selected.value];
  selected.value = new Set();
  await edit(() => studio().movePictures(ids, className));
}

export async function takeOutSelected(): Promise<void> {
  const ids = [...selected.value];
  selected.value = new Set();
  await edit(() => studio().removePictures(ids));
}

export async function undo(): Promise<void> {
  selected.value = new Set();
  if (await edit(() => studio().undo())) announce(text.peek().own.undone);
}

export async function redo(): Promise<void> {
  selected.value = new Set();
  if (await edit(() => studio().redo())) announce(text.peek().own.redone);
}

export function toggleSelected(id: PictureId): void {
  const next = new Set(selected.value);
  if (!next.delete(id)) next.add(id);
  selected.value = next;
}

/** Adds files to a class and tells how many. */
export async function addFiles(className: string, files: readonly File[]): Promise<void> {
  touchedClass.value = className;
  const set = await add(className, files);
  if (!set) return;
  takeSet(set);
  await refreshStrips();
}

/** Adds pictures; the strip shows them at once. The set that comes of it, or null with the reason told. */
export async function add(
  className: string,
  given: readonly (File | ImageBitmap)[],
  burst?: string,
): Promise<PictureSet | null> {
  importFailure.value = null;
  try {
    const { set, thumbnails, unreadable } = await studio().addPictures(className, given, burst);
    pictures.value = set;
    noteAdded(thumbnails);
    const [first] = unreadable;
    if (first) importFailure.value = `${first.path}: ${first.reason}`;
    announce(text.peek().own.added(plainNumber(thumbnails.length, language.peek()), className));
    return set;
  } catch (error) {
    importFailure.value = sentence(error);
    return null;
  }
}

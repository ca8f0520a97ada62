/** The strips of small pictures, one for each class: what is loaded of them, and loading more. */
import { signal } from "@preact/signals";

import type { OwnPicture, PictureId, PictureThumbnail } from "../../engine/contract";
import { drawn } from "./drawn";
import { pictures } from "./session";
import { studio } from "./workers";

/** Pictures that a strip shows at first, and more at each wish. */
export const perStrip = 24;

export interface Strip {
  /** All pictures of the class, in the order of their names. */
  readonly all: readonly OwnPicture[];
  /** How many of them, from the end, are to be shown: the newest. */
  readonly shown: number;
}

/** By class; a class whose strip was never in view has none. */
export const strips = signal<Readonly<Record<string, Strip>>>({});

/** Small pictures that have come, whatever class they are in now. */
const canvases = new Map<PictureId, HTMLCanvasElement>();
/** Grows when small pictures have come. */
export const stripPictures = signal(0);

export const canvasOf = (id: PictureId): HTMLCanvasElement | undefined => canvases.get(id);

/** The pictures that a strip shows, oldest first. */
export const shownOf = ({ all, shown }: Strip): readonly OwnPicture[] =>
  all.slice(Math.max(0, all.length - shown));

/** Loads a class's strip, or more of it. */
export async function loadStrip(className: string, shown = perStrip): Promise<void> {
  const all = await studio().picturesOf(className);
  const strip = { all, shown: Math.max(shown, strips.peek()[className]?.shown ?? 0) };
  strips.value = { ...strips.peek(), [className]: strip };
  const missing = shownOf(strip)
    .map(({ id }) => id)
    .filter((id) => !canvases.has(id));
  if (missing.length > 0) keep(await studio().thumbnailsOf(missing));
}

function keep(arrived: readonly PictureThumbnail[]): void {
  for (const { id, bitmap } of arrived) canvases.set(id, drawn(bitmap));
  stripPictures.value++;
}

/** New pictures of one class show at once. */
export function noteAdded(arrived: readonly PictureThumbnail[]): void {
  keep(arrived);
  const [first] = arrived;
  if (!first) return;
  const { className } = first;
  const strip = strips.peek()[className] ?? { all: [], shown: perStrip };
  const added = arrived.map(({ id }) => ({ id, className, name: "" }));
  strips.value = { ...strips.peek(), [className]: { ...strip, all: [...strip.all, ...added] } };
}

/** After an edit: the strips in view again, as the classes are now. */
export async function refreshStrips(): Promise<void> {
  const classNames = pictures.peek()?.classNames ?? [];
  strips.value = Object.fromEntries(
    Object.entries(strips.peek()).filter(([name]) => classNames.includes(name)),
  );
  await Promise.all(classNames.map((name) => loadStrip(name)));
}

/** Forgets all: other pictures come. */
export function clearStrips(): void {
  strips.value = {};
  canvases.clear();
}

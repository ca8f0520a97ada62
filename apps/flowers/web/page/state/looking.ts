/** Nine pictures, and one of them augmented nine ways. */
import { signal } from "@preact/signals";

import { type AugmentationFactors, type Settings, tutorialFactors } from "../../engine/contract";
import { drawn } from "./drawn";
import { latest } from "./latest";
import { sentence } from "./sentence";
import { studio } from "./workers";

export interface LabelledCanvas {
  readonly canvas: HTMLCanvasElement;
  readonly label: string;
}

export const nine = signal<readonly LabelledCanvas[]>([]);
/** Which of the nine is augmented. */
export const chosen = signal(0);
export const factors = signal<AugmentationFactors>(tutorialFactors);
/** Another number, another draw. */
export const drawSeed = signal(1);
export const variants = signal<readonly HTMLCanvasElement[]>([]);
export const lookFailure = signal<string | null>(null);

function fail(error: unknown): void {
  lookFailure.value = sentence(error);
}

/** Asks for the nine pictures that these settings give. */
export const loadNine = latest(async (settings: Settings) => {
  const pictures = await studio().ninePictures(settings);
  nine.value = pictures.map(({ bitmap, label }) => ({ canvas: drawn(bitmap), label }));
  if (chosen.value >= pictures.length) chosen.value = 0;
  lookFailure.value = null;
}, fail);

/** Asks for the nine variants, as fast as the worker keeps up. */
export const loadVariants = latest(
  async (settings: Settings, index: number, strength: AugmentationFactors, seed: number) => {
    const bitmaps = await studio().augment(settings, index, strength, seed);
    variants.value = bitmaps.map(drawn);
    lookFailure.value = null;
  },
  fail,
);

/** Forgets what was shown of previous pictures. */
export function clearLook(): void {
  nine.value = [];
  variants.value = [];
  chosen.value = 0;
  lookFailure.value = null;
}

/** The five steps: their order, their places, and which are done. */
import { computed, signal } from "@preact/signals";

import { pictures, usable } from "../state/session";
import { answer } from "../state/using";
import { nine } from "../state/looking";

export const stepNames = ["data", "look", "train", "judge", "use"] as const;
export type StepName = (typeof stepNames)[number];

/** The step that the visitor is reading. */
export const currentStep = signal<StepName>("data");

/** Steps with something to show for. */
export const doneSteps = computed<Readonly<Record<StepName, boolean>>>(() => ({
  data: pictures.value !== null,
  look: nine.value.length > 0,
  train: usable.value.length > 0,
  judge: usable.value.length > 0,
  use: answer.value !== null,
}));

/** How the curves are read: along which axis, which of the models, and at which place. */
import { computed, signal } from "@preact/signals";

import { type ModelKind, modelKindNames } from "../../engine/contract";
import { type Axis, type CurveRun, timesKnown } from "../parts/curves/curve-lines";
import { shownModels } from "./example";

/** The axis that the visitor chose. */
export const wantedAxis = signal<Axis>("epochs");
/** Models that the visitor took out of the drawing. */
export const hiddenRuns = signal<ReadonlySet<ModelKind>>(new Set());
/** Where the pointer is, on the axis. */
const pointed = signal<number | null>(null);
/** Where the slider stands, on the axis; null at the end, wherever that is. */
const pinned = signal<number | null>(null);

/** Of every model that has curves. */
export const allRuns = computed<readonly CurveRun[]>(() =>
  modelKindNames.flatMap((kind) => {
    const { history, epochSeconds, lookingSeconds } = shownModels.value[kind];
    const hasCurves = (history["loss"]?.length ?? 0) > 0;
    return hasCurves ? [{ kind, history, epochSeconds, lookingSeconds }] : [];
  }),
);

/** Of those that are shown: never none, where there is any. */
export const shownRuns = computed<readonly CurveRun[]>(() => {
  const shown = allRuns.value.filter(({ kind }) => !hiddenRuns.value.has(kind));
  return shown.length > 0 ? shown : allRuns.value;
});

export const hasTimes = computed(() => timesKnown(allRuns.value));

/** Epochs where the times are not known. */
export const axis = computed<Axis>(() => (hasTimes.value ? wantedAxis.value : "epochs"));

/** The place that is read; null for the end. */
export const readPlace = computed<number | null>(() => pointed.value ?? pinned.value);

export function pointAt(place: number | null): void {
  pointed.value = place;
}

export function pinAt(place: number | null): void {
  pinned.value = place;
}

export function chooseAxis(value: Axis): void {
  wantedAxis.value = value;
  pointed.value = pinned.value = null;
}

export function toggleRun(kind: ModelKind): void {
  const hidden = new Set(hiddenRuns.value);
  if (!hidden.delete(kind)) hidden.add(kind);
  // The last one that shows stays.
  if (allRuns.value.some((run) => !hidden.has(run.kind))) hiddenRuns.value = hidden;
}

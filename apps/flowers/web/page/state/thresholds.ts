/** How sure each model must be before it answers: the visitor's choice, remembered. */
import { signal } from "@preact/signals";

import { type ModelKind, modelKindNames } from "../../engine/contract";
import { remember, remembered } from "./remembered";

const thresholds = signal<Readonly<Record<string, number>>>(
  Object.fromEntries(modelKindNames.map((kind) => [kind, readThreshold(kind)])),
);

function readThreshold(kind: ModelKind): number {
  const value = Number(remembered(`threshold.${kind}`));
  return value > 0 && value <= 1 ? value : 0;
}

/** 0 to 1; 0 lets every answer through. */
export function thresholdOf(kind: ModelKind): number {
  return thresholds.value[kind] ?? 0;
}

export function setThreshold(kind: ModelKind, value: number): void {
  thresholds.value = { ...thresholds.value, [kind]: value };
  remember(`threshold.${kind}`, value === 0 ? null : String(value));
}

/** After everything was forgotten. */
export function clearThresholds(): void {
  thresholds.value = {};
}

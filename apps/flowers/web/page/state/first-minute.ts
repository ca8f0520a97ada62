/** The first minute: one press paints the sample set, looks at it, trains a last layer and tries it. */
import { signal } from "@preact/signals";

import { takePictures } from "./importing";
import { run, trainAll } from "./running";
import { models, pictures, settings } from "./session";
import { classify } from "./using";
import { studio } from "./workers";

/** Where it is: the pictures come, the network looks at them and learns, and the visitor tries it. */
export type MinuteStage = "pictures" | "training" | "trying" | "done" | "failed";

export const minuteStages = ["pictures", "training", "trying"] as const;

/** null until it is asked for. */
export const minute = signal<MinuteStage | null>(null);

/** Seconds that it took; null until it is done. */
export const minuteSeconds = signal<number | null>(null);

const kind = "efficientnet-lite0";

/** Goes through it; resolves when a photo has its answer. Whatever fails tells so where it fails. */
export async function takeFirstMinute(): Promise<void> {
  const begun = performance.now();
  minuteSeconds.value = null;
  minute.value = "pictures";
  await takePictures({ kind: "sample" });
  if (!pictures.value) return fail();
  minute.value = "training";
  await trainAll([kind], settings.value);
  if (run.value.phase === "failed" || models.value[kind].status !== "finished") return fail();
  minute.value = "trying";
  await classify(await studio().paintedPhoto());
  minute.value = "done";
  minuteSeconds.value = (performance.now() - begun) / 1000;
}

function fail(): void {
  minute.value = "failed";
}

/** Puts the card away. */
export function endMinute(): void {
  minute.value = null;
}

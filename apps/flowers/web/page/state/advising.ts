/** What is to be said of the pictures before anything is trained on them; asked for when they have rested for a moment. */
import { effect, signal } from "@preact/signals";

import type { PictureAdvice } from "../../engine/contract";
import { latest } from "./latest";
import { importing } from "./importing";
import { shooting } from "./filming";
import { isBusy } from "./run-machine";
import { run } from "./running";
import { pictures, sessionReady } from "./session";
import { studio } from "./workers";

/** null while it is not known. */
export const advice = signal<PictureAdvice | null>(null);

/** So long the pictures rest first: a visitor who is at work is not talked to. */
const restMs = 1200;

const ask = latest(
  async (content: string) => {
    const found = await studio().advice();
    if (pictures.peek()?.content === content) advice.value = found;
  },
  () => (advice.value = null), // a picture was removed meanwhile: the next edit asks again
);

/** Asks after every edit. The painted set is as it should be. */
export function startAdvising(): void {
  effect(() => {
    const set = pictures.value;
    const isAtRest = sessionReady.value && !importing.value && !shooting.value;
    advice.value = null; // what was said is of the pictures before
    if (!set || set.painted) return;
    if (!isAtRest || isBusy(run.value)) return;
    const timer = setTimeout(() => ask(set.content), restMs);
    return () => clearTimeout(timer);
  });
}

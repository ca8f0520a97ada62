/**
 * Other tabs of the page: one trains at a time, and the others say so; what one changes, the others show. Tabs share what is
 * stored, so a tab that hears of a change reads it again.
 */
import { effect, signal } from "@preact/signals";

import { latest } from "./latest";
import { pictures, refreshSession, sessionReady } from "./session";
import { refreshStrips } from "./strips";

/** Held by the tab that trains. */
const trainingLock = "flowers-training";

type Told = "training" | "pictures";

const channel = new BroadcastChannel("flowers-tabs");

/** Whether another tab is training. */
export const trainingElsewhere = signal(false);

/** Does the work of a training, unless another tab does some: then it resolves with false at once. */
export async function whileTraining(work: () => Promise<void>): Promise<boolean> {
  const done = await navigator.locks.request(
    trainingLock,
    { ifAvailable: true },
    async (lock): Promise<boolean> => {
      if (!lock) return false;
      channel.postMessage("training" satisfies Told);
      await work();
      return true;
    },
  );
  if (!done) void waitForOther();
  return done;
}

let waits = false;

/** Shows that another tab trains for as long as it does, and then what came of it. */
async function waitForOther(): Promise<void> {
  if (waits) return;
  waits = trainingElsewhere.value = true;
  // Asked again and again, not queued for: whoever waited in line would keep the other tab from training on.
  while (await isHeld()) await new Promise((resolve) => setTimeout(resolve, 500));
  waits = trainingElsewhere.value = false;
  await refreshSession();
}

async function isHeld(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === trainingLock);
}

/** What was read because another tab said so is not told to it. */
let isReading = false;

/** Reads again what another tab has changed; of many changes that come at once, the last. */
const readAgain = latest(
  async () => {
    isReading = true;
    await refreshSession().finally(() => (isReading = false));
    await refreshStrips();
  },
  () => undefined, // the next change, or a reload, shows it
);

/** Listens to the other tabs, and tells them. */
export function startTabs(): void {
  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    if (data === "training") void waitForOther();
    else readAgain();
  };
  let known = false;
  effect(() => {
    const set = pictures.value;
    if (known && set && !isReading) channel.postMessage("pictures" satisfies Told);
    known = sessionReady.value; // the first is what the last visit left
  });
  // One that began before this tab was opened.
  void isHeld().then((held) => (held ? waitForOther() : undefined));
}

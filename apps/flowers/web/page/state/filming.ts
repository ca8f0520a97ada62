/** Pictures taken one after the other for as long as a button is held: a burst that is undone at once. */
import { computed, signal } from "@preact/signals";

import { keptSide, squareFrame } from "./camera";
import { filmedClass } from "./class-at-hand";
import { add } from "./editing";
import { pictures, takeSet } from "./session";

/** The camera stays with its class when that is renamed away or deleted: then it closes. */
export const filmed = computed(() => {
  const name = filmedClass.value;
  return name !== null && pictures.value?.classNames.includes(name) ? name : null;
});

/** Between two pictures of a burst. */
const everyMs = 200;

/** Pictures that are on their way into the store; a slow machine takes fewer. */
const mostWaiting = 3;

/** Whether pictures are being taken just now. */
export const shooting = signal(false);

/** Takes a picture now and more of them steadily, until the function that this gives is called. */
export function beginBurst(video: HTMLVideoElement, className: string): () => void {
  const burst = crypto.randomUUID();
  const pending = new Set<Promise<unknown>>();
  const shoot = (): void => {
    if (pending.size >= mostWaiting) return;
    const work = squareFrame(video, keptSide).then((frame) => add(className, [frame], burst));
    pending.add(work);
    void work.catch(() => undefined).finally(() => pending.delete(work));
  };
  shooting.value = true;
  shoot();
  const timer = setInterval(shoot, everyMs);
  return () => {
    clearInterval(timer);
    // What looks at the pictures does so when all have come.
    void Promise.allSettled(pending).then(() => {
      shooting.value = false;
      if (pictures.value) takeSet(pictures.value);
    });
  };
}

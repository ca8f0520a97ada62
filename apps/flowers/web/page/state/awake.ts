/** While something is being done that takes time, the screen stays on, and a tab that goes out of view keeps what it has. */
import { computed, effect } from "@preact/signals";

import { shooting } from "./filming";
import { importing } from "./importing";
import { isBusy } from "./run-machine";
import { run } from "./running";
import { training } from "./workers";

const isWorking = computed(
  () =>
    shooting.value ||
    importing.value !== null ||
    (isBusy(run.value) && run.value.phase !== "paused"),
);

let asked: Promise<WakeLockSentinel | null> | null = null;

/** A browser may refuse (saving power), or have no such thing: then the screen goes dark as it always does. */
function keepAwake(): void {
  // Absent on pages that are not secure and in some browsers, whatever the typings say.
  const wakeLock = navigator.wakeLock as WakeLock | undefined;
  asked ??= wakeLock ? wakeLock.request("screen").catch(() => null) : null;
}

function letSleep(): void {
  void asked?.then((lock) => lock?.release());
  asked = null;
}

export function startAwake(): void {
  effect(() => {
    if (isWorking.value) keepAwake();
    else letSleep();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      asked = null; // the browser lets go of it by itself
      // A phone whose screen is locked may end the tab at any moment.
      if (isBusy(run.peek())) void training().keep();
    } else if (isWorking.peek()) keepAwake();
  });
}

/** A newer build of the page is ready. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

import { host, updateReady } from "../state/hosting";
import { text } from "../state/preferences";
import { isBusy } from "../state/run-machine";
import { run } from "../state/running";

export function UpdateBanner(): JSX.Element | null {
  const elsewhere = useSignal(false);
  if (!updateReady.value || isBusy(run.value)) return null;
  const words = text.value.update;
  return (
    <aside class="banner" aria-label={words.go}>
      <p>{elsewhere.value ? words.elsewhere : words.text}</p>
      <button
        type="button"
        class="button"
        onClick={() => {
          void host.value?.update().then((done) => (elsewhere.value = !done));
        }}
      >
        {words.go}
      </button>
    </aside>
  );
}

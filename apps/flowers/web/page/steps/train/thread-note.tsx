/** Why WebAssembly has one thread, where it has. */
import type { JSX } from "preact";

import { host } from "../../state/hosting";
import { text } from "../../state/preferences";

export function ThreadNote(): JSX.Element | null {
  const reason = host.value?.notIsolated;
  if (reason === undefined) return null;
  const words = text.value.train;
  return (
    <div class="thread-note">
      <p class="hint">{words.threads[reason]}</p>
      {reason === "after-reload" && (
        <button type="button" class="button quiet" onClick={() => host.value?.reload()}>
          {words.reload}
        </button>
      )}
    </div>
  );
}

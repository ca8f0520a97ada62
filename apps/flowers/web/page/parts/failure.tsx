/** What went wrong, in one sentence, where it went wrong. */
import type { JSX } from "preact";

export function Failure({ words }: { readonly words: string | null }): JSX.Element | null {
  return words === null ? null : (
    <p class="failure" role="alert">
      {words}
    </p>
  );
}

/** The address that opens the page as it is now for a whole class. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";

import { CopyButton } from "../../parts/copy-button";
import { announce } from "../../state/announcing";
import { addressToCopy } from "../../state/lesson";
import { text } from "../../state/preferences";

export function ForAClass(): JSX.Element {
  const words = text.value.lesson;
  const id = useId();
  const said = useSignal("");
  const tell = (sentence: string): void => {
    said.value = sentence;
    announce(sentence);
  };
  const address = addressToCopy.value;
  return (
    <section class="for-a-class" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{words.forAClass}</h3>
      <div class="card">
        <label for={id}>{words.address}</label>
        <div class="address-row">
          <input
            id={id}
            type="url"
            readOnly
            value={address}
            aria-describedby={`${id}-hint`}
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton content={address} words={words} onTold={tell} />
        </div>
        <p id={`${id}-hint`} class="hint">
          {words.addressHint} {said.value}
        </p>
      </div>
    </section>
  );
}

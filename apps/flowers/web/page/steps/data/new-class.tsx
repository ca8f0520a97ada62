/** A field for the name of one more class. */
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";

import { addClass } from "../../state/editing";
import { text } from "../../state/preferences";
import { pictures } from "../../state/session";

export function NewClass(): JSX.Element {
  const [written, setWritten] = useState("");
  const id = useId();
  const words = text.value.own;
  const classes = pictures.value?.classNames.length ?? 0;
  const hint = classes === 0 ? words.firstClass : classes === 1 ? words.secondClass : null;
  return (
    <form
      class="new-class"
      onSubmit={(event) => {
        event.preventDefault();
        void addClass(written).then((done) => {
          if (done) setWritten("");
        });
      }}
    >
      <label for={id}>{words.newClass}</label>
      <div class="address-line">
        <input
          id={id}
          type="text"
          maxLength={60}
          autocomplete="off"
          placeholder={words.newClassExample}
          value={written}
          onInput={(event) => setWritten(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={written.trim() === ""}>
          {words.addClass}
        </button>
      </div>
      {hint && <small class="hint">{hint}</small>}
    </form>
  );
}

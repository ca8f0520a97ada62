/** What can be done with the pictures that were picked out. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { plainNumber } from "../../format/numbers";
import { moveSelected, selected, takeOutSelected } from "../../state/editing";
import { language, text } from "../../state/preferences";
import { pictures } from "../../state/session";

export function SelectionBar(): JSX.Element | null {
  const [target, setTarget] = useState("");
  const { size } = selected.value;
  if (size === 0) return null;
  const words = text.value.own;
  const classNames = pictures.value?.classNames ?? [];
  return (
    <div class="selection-bar" role="group" aria-label={words.selected(String(size))}>
      <p class="figures">{words.selected(plainNumber(size, language.value))}</p>
      <select
        aria-label={words.moveTogether}
        value={target}
        onChange={(event) => setTarget(event.currentTarget.value)}
      >
        <option value="">{words.moveTo}</option>
        {classNames.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="button"
        disabled={!classNames.includes(target)}
        onClick={() => void moveSelected(target)}
      >
        {words.move}
      </button>
      <button type="button" class="button" onClick={() => void takeOutSelected()}>
        {words.takeOut}
      </button>
      <button type="button" class="button quiet" onClick={() => (selected.value = new Set())}>
        {words.clear}
      </button>
    </div>
  );
}

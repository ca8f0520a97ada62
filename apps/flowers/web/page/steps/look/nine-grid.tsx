/** Nine training pictures with their names; one of them is chosen. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";

import { Picture } from "../../parts/picture";
import { chosen, nine } from "../../state/looking";
import { text } from "../../state/preferences";

const places = [0, 1, 2, 3, 4, 5, 6, 7, 8];

export function NineGrid(): JSX.Element {
  const words = text.value.look;
  const name = useId();
  return (
    <fieldset class="nine">
      <legend>{words.nine}</legend>
      <p class="hint">{words.choose}</p>
      <div class="nine-grid">
        {places.map((at) => {
          const picture = nine.value[at];
          return picture ? (
            <label key={at}>
              <input
                type="radio"
                class="for-readers"
                name={name}
                checked={chosen.value === at}
                onChange={() => (chosen.value = at)}
              />
              <Picture canvas={picture.canvas} name="" />
              <span class="caption">{picture.label}</span>
            </label>
          ) : (
            <span key={at} class="place" aria-hidden="true" />
          );
        })}
      </div>
    </fieldset>
  );
}

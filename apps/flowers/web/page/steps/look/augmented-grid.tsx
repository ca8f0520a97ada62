/** The chosen picture nine ways. */
import type { JSX } from "preact";

import { Picture } from "../../parts/picture";
import { chosen, nine, variants } from "../../state/looking";
import { text } from "../../state/preferences";

const places = [0, 1, 2, 3, 4, 5, 6, 7, 8];

export function AugmentedGrid(): JSX.Element {
  const words = text.value.look;
  const label = nine.value[chosen.value]?.label ?? "";
  return (
    <div class="augmented">
      <h3>{words.augmented(label)}</h3>
      <div class="nine-grid close">
        {places.map((at) => {
          const canvas = variants.value[at];
          return canvas ? (
            <Picture key={at} canvas={canvas} name={words.variant(at + 1, label)} />
          ) : (
            <span key={at} class="place" aria-hidden="true" />
          );
        })}
      </div>
    </div>
  );
}

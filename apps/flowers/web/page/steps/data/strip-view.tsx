/** The pictures of a class as a strip; each can be picked out. */
import type { JSX } from "preact";

import { plainNumber } from "../../format/numbers";
import { Picture } from "../../parts/picture";
import { selected, toggleSelected } from "../../state/editing";
import { language, text } from "../../state/preferences";
import {
  canvasOf,
  loadStrip,
  perStrip,
  shownOf,
  type Strip,
  stripPictures,
} from "../../state/strips";

export interface StripViewProps {
  readonly name: string;
  readonly strip: Strip | undefined;
  /** Pictures of the class: room is kept for those to come. */
  readonly count: number;
}

export function StripView({ name, strip, count }: StripViewProps): JSX.Element {
  const words = text.value.own;
  const spoken = language.value;
  void stripPictures.value; // more of them have come
  const shown = strip ? shownOf(strip) : [];
  const missing = strip ? 0 : Math.min(perStrip, count);
  const hidden = strip ? strip.all.length - shown.length : 0;
  const first = strip ? hidden : 0;
  return (
    <>
      <ul class="small-pictures strip" aria-label={words.strip(name)}>
        {shown
          .map(({ id }, at) => {
            const canvas = canvasOf(id);
            return (
              <li key={id}>
                <label class="pickable">
                  <input
                    type="checkbox"
                    class="for-readers"
                    aria-label={words.pick(name, plainNumber(first + at + 1, spoken))}
                    checked={selected.value.has(id)}
                    onChange={() => toggleSelected(id)}
                  />
                  {canvas ? <Picture canvas={canvas} name="" /> : <span class="place" />}
                </label>
              </li>
            );
          })
          .reverse()}
        {Array.from({ length: missing }, (_, at) => (
          <li key={`missing-${at}`} class="place" aria-hidden="true" />
        ))}
      </ul>
      {hidden > 0 && strip && (
        <button
          type="button"
          class="button quiet"
          onClick={() => void loadStrip(name, strip.shown + 5 * perStrip)}
        >
          {words.more(plainNumber(Math.min(hidden, 5 * perStrip), spoken))}
        </button>
      )}
    </>
  );
}

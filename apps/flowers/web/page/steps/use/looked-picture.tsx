/** The photo as the network saw it; laid over it, when the visitor wants it, where it looked. */
import type { JSX } from "preact";

import { Choice } from "../../parts/choice";
import { Failure } from "../../parts/failure";
import { Picture } from "../../parts/picture";
import { askAbout, askedLabel, places, placesFailure, showsPlaces } from "../../state/explaining";
import { text } from "../../state/preferences";
import type { Answer } from "../../state/using";
import { HeatOverlay } from "./heat-overlay";

/** Classes that can be asked about: the likeliest. */
const askable = 3;

export function LookedPicture({ answer }: { readonly answer: Answer }): JSX.Element {
  const words = text.value.explain;
  const { canvas, label, ranking } = answer;
  const shown = showsPlaces.value ? places.value : null;
  const isNowhere = shown?.map.values.every((value) => value === 0) ?? false;
  return (
    <div class="looked">
      {shown && !isNowhere ? (
        <HeatOverlay canvas={canvas} map={shown.map} name={words.heat(shown.label)} />
      ) : (
        <Picture canvas={canvas} name={text.value.use.seen(label)} />
      )}
      <button
        type="button"
        class="button small"
        aria-pressed={showsPlaces.value}
        onClick={() => (showsPlaces.value = !showsPlaces.value)}
      >
        {words.where}
      </button>
      {showsPlaces.value && (
        <>
          <Choice
            label={words.forClass}
            options={ranking.slice(0, askable).map((each) => ({
              value: each.label,
              name: each.label,
            }))}
            value={askedLabel.value ?? label}
            onChange={askAbout}
          />
          <p class="hint">{shown && isNowhere ? words.nowhere(shown.label) : words.whereText}</p>
        </>
      )}
      <Failure words={showsPlaces.value ? placesFailure.value : null} />
    </div>
  );
}

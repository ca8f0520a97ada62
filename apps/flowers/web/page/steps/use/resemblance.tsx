/** The training pictures that a photo resembles most. */
import type { JSX } from "preact";

import { percent } from "../../format/numbers";
import { Picture } from "../../parts/picture";
import { resembled } from "../../state/explaining";
import { language, text } from "../../state/preferences";

export function Resemblance(): JSX.Element | null {
  const words = text.value.explain;
  const found = resembled.value;
  if (!found || found.nearest.length === 0) return null;
  return (
    <div class="resemblance">
      <h3>{words.nearest}</h3>
      <p class="hint">{words.nearestText}</p>
      <ul>
        {found.nearest.map(({ className, similarity, canvas }, at) => (
          <li key={at}>
            <Picture canvas={canvas} name={className} />
            <p class="caption" aria-hidden="true">
              {className}
            </p>
            <p class="caption hint figures">
              {words.alike(percent(similarity, language.value, 0))}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

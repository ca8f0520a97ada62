/** Several photos with the model's answers; each opens its whole answer. */
import type { JSX } from "preact";

import { percent } from "../../format/numbers";
import { Picture } from "../../parts/picture";
import { language, text } from "../../state/preferences";
import { photoAnswers } from "../../state/several";
import { classify } from "../../state/using";

export function PhotoAnswers(): JSX.Element | null {
  if (photoAnswers.value.length === 0) return null;
  const words = text.value.use;
  return (
    <ul class="photo-answers" aria-label={words.several}>
      {photoAnswers.value.map(({ file, canvas, label, confidence }, at) => (
        <li key={at}>
          <button type="button" onClick={() => void classify(file)}>
            <Picture canvas={canvas} name="" />
            <span class="caption">
              {label} <span class="figures">{percent(confidence, language.value, 0)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

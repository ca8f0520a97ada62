/** What is to be said of the pictures before they are trained on. */
import type { JSX } from "preact";

import { fewPhotos } from "../../../../tutorial/photo-advice";
import type { PictureId } from "../../../engine/contract";
import { plainNumber } from "../../format/numbers";
import { advice } from "../../state/advising";
import { selected } from "../../state/editing";
import { language, text } from "../../state/preferences";

export function Advice(): JSX.Element | null {
  const found = advice.value;
  if (!found) return null;
  const words = text.value.own.advice;
  const spoken = language.value;
  const count = (value: number): string => plainNumber(value, spoken);
  const { few, unequal, blurred, alike } = found;
  const fewNames = few
    .map(({ name, count: pictures }) => `${name} (${count(pictures)})`)
    .join(", ");
  if (few.length + blurred.length + alike.length === 0 && !unequal) return null;
  return (
    <div class="advice" role="note" aria-label={words.title}>
      <h4>{words.title}</h4>
      <ul>
        {few.length > 0 && <li>{words.few(fewNames, count(fewPhotos))}</li>}
        {unequal && <li>{words.unequal(count(unequal.least), count(unequal.most))}</li>}
        {blurred.map(({ className, ids }) => (
          <Told key={`blurred-${className}`} ids={ids}>
            {words.blurred(count(ids.length), className)}
          </Told>
        ))}
        {alike.map(({ className, ids }) => (
          <Told key={`alike-${className}`} ids={ids}>
            {words.alike(count(ids.length), className)}
          </Told>
        ))}
      </ul>
    </div>
  );
}

/** Of some pictures, which can be picked out. */
function Told({
  ids,
  children,
}: {
  readonly ids: readonly PictureId[];
  readonly children: string;
}): JSX.Element {
  const words = text.value.own.advice;
  return (
    <li>
      {children}{" "}
      <button
        type="button"
        class="as-link"
        aria-label={`${words.select}: ${children}`}
        onClick={() => (selected.value = new Set(ids))}
      >
        {words.select}
      </button>
    </li>
  );
}

/** A grid of small pictures, taken in turn from the classes. */
import type { JSX } from "preact";

import { Picture } from "../../parts/picture";
import type { SmallPicture } from "../../state/importing";
import { text } from "../../state/preferences";

const shownAtMost = 30;

export function SmallPictures({
  pictures,
}: {
  readonly pictures: readonly SmallPicture[];
}): JSX.Element {
  return (
    <ul class="small-pictures" aria-label={text.value.data.examples}>
      {inTurn(pictures)
        .slice(0, shownAtMost)
        .map(({ className, canvas }, at) => (
          <li key={at}>
            <Picture canvas={canvas} name={className} />
          </li>
        ))}
    </ul>
  );
}

/** The first of each class, then the second of each, and so on. */
function inTurn(pictures: readonly SmallPicture[]): SmallPicture[] {
  const seen = new Map<string, number>();
  return pictures
    .map((picture) => {
      const turn = seen.get(picture.className) ?? 0;
      seen.set(picture.className, turn + 1);
      return { picture, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ picture }) => picture);
}

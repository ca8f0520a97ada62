/** A grid of small pictures, taken in turn from the classes. */
import type { JSX } from "preact";

import { Picture } from "../../parts/picture";
import type { SmallPicture } from "../../state/importing";
import { text } from "../../state/preferences";

const shownAtMost = 30;

/** Small pictures of each class that a later visit shows. */
export const storedPerClass = 6;

export interface SmallPicturesProps {
  readonly pictures: readonly SmallPicture[];
  /** Pictures of each class, where they are known: room is kept for those to come. */
  readonly counts?: readonly number[];
}

export function SmallPictures({ pictures, counts = [] }: SmallPicturesProps): JSX.Element {
  const expected = counts.reduce((sum, count) => sum + Math.min(storedPerClass, count), 0);
  const missing = Math.max(0, Math.min(shownAtMost, expected) - pictures.length);
  return (
    <ul class="small-pictures" aria-label={text.value.data.examples}>
      {inTurn(pictures)
        .slice(0, shownAtMost)
        .map(({ className, canvas }, at) => (
          <li key={at}>
            <Picture canvas={canvas} name={className} />
          </li>
        ))}
      {Array.from({ length: missing }, (_, at) => (
        <li key={`missing-${at}`} class="place" aria-hidden="true" />
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

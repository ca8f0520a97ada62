/** Pictures coming in: how many, of which classes, and the first of them. */
import type { JSX } from "preact";

import { byteSize, plainNumber } from "../../format/numbers";
import { Meter } from "../../parts/meter";
import { cancelImport, type ImportState, smallPictures } from "../../state/importing";
import { language, text } from "../../state/preferences";
import { ClassBars } from "./class-bars";
import { SmallPictures } from "./small-pictures";
import { Unreadable } from "./unreadable";

export function ImportView({ state }: { readonly state: ImportState }): JSX.Element {
  const words = text.value.data;
  const spoken = language.value;
  const { counts, done, total, bytes, unreadable } = state;
  const fetching = bytes !== undefined && done === 0;
  const progress = fetching
    ? words.readingBytes(
        byteSize(bytes.loaded, spoken),
        bytes.total === null ? null : byteSize(bytes.total, spoken),
      )
    : words.readingCount(
        plainNumber(done, spoken),
        total === null ? null : plainNumber(total, spoken),
      );
  const share = fetching
    ? bytes.total && bytes.loaded / bytes.total
    : total && done / Math.max(1, total);
  return (
    <div class="card" aria-busy="true">
      <div class="card-head">
        <h3>{words.reading}</h3>
        <button type="button" class="button" onClick={() => void cancelImport()}>
          {text.value.cancel}
        </button>
      </div>
      <Meter label={words.reading} share={share} words={progress} />
      <p class="hint figures">{progress}</p>
      <ClassBars names={Object.keys(counts).sort()} counts={Object.values(sorted(counts))} />
      <SmallPictures pictures={smallPictures.value} />
      <Unreadable files={unreadable} />
    </div>
  );
}

function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.keys(counts)
      .sort()
      .map((name) => [name, counts[name] ?? 0]),
  );
}

/** The pictures at hand: their classes, how many of each, a few of them, and what was left out. */
import type { JSX } from "preact";

import { plainNumber } from "../../format/numbers";
import { smallPictures } from "../../state/importing";
import { language, text } from "../../state/preferences";
import { pictures } from "../../state/session";
import { ClassBars } from "./class-bars";
import { SmallPictures } from "./small-pictures";
import { Unreadable } from "./unreadable";

export function SetView(): JSX.Element | null {
  const set = pictures.value;
  if (!set) return null;
  const words = text.value.data;
  const spoken = language.value;
  const all = set.counts.reduce((sum, count) => sum + count, 0);
  return (
    <div class="card">
      <div class="card-head">
        <h3>{set.painted ? words.sampleName : set.name}</h3>
        <p class="figures">
          {words.summary(plainNumber(all, spoken), plainNumber(set.classNames.length, spoken))}
        </p>
      </div>
      {set.painted && <p class="hint">{words.painted}</p>}
      <ClassBars names={set.classNames} counts={set.counts} />
      <SmallPictures pictures={smallPictures.value} counts={set.counts} />
      <Unreadable files={set.unreadable} />
    </div>
  );
}

/** How many pictures each class has. */
import type { JSX } from "preact";

import { plainNumber } from "../../format/numbers";
import { Bars } from "../../parts/bars";
import { language, text } from "../../state/preferences";

export interface ClassBarsProps {
  readonly names: readonly string[];
  readonly counts: readonly number[];
}

export function ClassBars({ names, counts }: ClassBarsProps): JSX.Element {
  const most = Math.max(1, ...counts);
  const bars = names.map((name, at) => ({
    name,
    share: (counts[at] ?? 0) / most,
    value: plainNumber(counts[at] ?? 0, language.value),
  }));
  return <Bars bars={bars} label={text.value.data.counts} />;
}

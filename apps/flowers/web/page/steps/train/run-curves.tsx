/** Curves of both models, growing epoch by epoch while one trains. */
import type { JSX } from "preact";

import { Figure } from "../../../../tutorial/parts/figure";
import { HistoryDrawing } from "../../parts/history-drawing";
import { text } from "../../state/preferences";
import { withCurves } from "../../state/session";

export function RunCurves(): JSX.Element {
  const words = text.value.train;
  return (
    <Figure class="curves" captionAt="above" caption={words.curves}>
      {withCurves.value.length > 0 ? <HistoryDrawing /> : <p class="empty">{words.curvesEmpty}</p>}
    </Figure>
  );
}

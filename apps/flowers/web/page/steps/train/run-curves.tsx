/** Curves of both models, growing epoch by epoch while one trains. */
import type { JSX } from "preact";

import { HistoryDrawing } from "../../parts/history-drawing";
import { text } from "../../state/preferences";
import { withCurves } from "../../state/session";

export function RunCurves(): JSX.Element {
  const words = text.value.train;
  return (
    <figure class="curves">
      <figcaption>{words.curves}</figcaption>
      {withCurves.value.length > 0 ? <HistoryDrawing /> : <p class="empty">{words.curvesEmpty}</p>}
    </figure>
  );
}

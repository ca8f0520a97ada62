/** Curves of both models, growing epoch by epoch while one trains. */
import type { JSX } from "preact";

import { Figure } from "../../../../tutorial/parts/figure";
import { CurvesFigure } from "../../parts/curves/curves";
import { text } from "../../state/preferences";
import { withCurves } from "../../state/session";

export function RunCurves(): JSX.Element {
  const words = text.value.train;
  return (
    <Figure class="curves" captionAt="above" caption={words.curves}>
      {withCurves.value.length > 0 ? <CurvesFigure /> : <p class="empty">{words.curvesEmpty}</p>}
    </Figure>
  );
}

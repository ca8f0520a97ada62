/** The way on from the pictures, once there is enough to learn from; what is missing until then. */
import type { JSX } from "preact";

import { text } from "../../state/preferences";
import { pictures } from "../../state/session";

export function Onward(): JSX.Element | null {
  const set = pictures.value;
  if (!set) return null;
  const { onward, advice } = text.value.own;
  const filled = set.counts.filter((count) => count > 0).length;
  return filled < 2 ? (
    <p class="onward hint">{advice.needTwo}</p>
  ) : (
    <p class="onward">
      <a class="button primary" href="#train">
        {onward}
      </a>
    </p>
  );
}

/** Said before an answer, where the network has learned nothing like the photo. */
import type { JSX } from "preact";

import type { Novelty } from "../../../tutorial/familiarity";
import type { Language } from "../../text/language";
import type { ExplainText } from "../../text/parts/explain-en";
import { percent } from "../format/numbers";

export interface UnseenNoteProps {
  /** Null while it is unknown. */
  readonly novelty: Novelty | null;
  readonly words: ExplainText;
  readonly language: Language;
}

export function UnseenNote({ novelty, words, language }: UnseenNoteProps): JSX.Element | null {
  if (!novelty?.isUnseen) return null;
  return (
    <p class="unseen">
      <strong>{words.unseen}</strong> {words.unseenText(percent(novelty.fartherThan, language, 0))}
    </p>
  );
}

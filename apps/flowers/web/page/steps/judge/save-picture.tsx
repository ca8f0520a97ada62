/** A quiet button that saves a drawing for a report. */
import type { JSX } from "preact";

import { keepHeld } from "../../state/keeping";
import { text } from "../../state/preferences";

export interface SavePictureProps {
  readonly onSave: () => Promise<void>;
  /** Of what, where it does not stand below it. */
  readonly label?: string;
}

export function SavePicture({ onSave, label }: SavePictureProps): JSX.Element {
  return (
    <button
      type="button"
      class="button quiet small save-picture"
      aria-label={label}
      disabled={keepHeld.value}
      onClick={() => void onSave()}
    >
      {text.value.judge.savePicture}
    </button>
  );
}

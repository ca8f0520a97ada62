/** After pictures were moved or thrown out: the model has not seen that yet. */
import type { JSX } from "preact";

import type { ModelKind } from "../../../engine/contract";
import { text } from "../../state/preferences";
import { trainAgain, undoChange } from "../../state/reviewing";
import { isBusy } from "../../state/run-machine";
import { run } from "../../state/running";
import { pictures } from "../../state/session";

export function ChangedPictures({ kind }: { readonly kind: ModelKind }): JSX.Element {
  const words = text.value.judge.review;
  return (
    <div class="card changed" role="status">
      <p>{words.changed(text.value.models[kind])}</p>
      <div class="actions">
        <button
          type="button"
          class="button primary"
          disabled={isBusy(run.value)}
          onClick={() => void trainAgain(kind)}
        >
          {words.again}
        </button>
        <button
          type="button"
          class="button"
          disabled={!pictures.value?.canUndo}
          onClick={() => void undoChange()}
        >
          {words.undo}
        </button>
      </div>
    </div>
  );
}

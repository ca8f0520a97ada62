/** What to keep: the run, a model of before, or nothing. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

import type { ModelKind } from "../../../engine/contract";
import { Failure } from "../../parts/failure";
import { FileButton } from "../../parts/file-button";
import {
  forgetAll,
  keepFailure,
  keepHeld,
  keepNotice,
  loadModel,
  loadRun,
  saveRun,
} from "../../state/keeping";
import { text } from "../../state/preferences";
import { pictures } from "../../state/session";

export function Keep({ kind }: { readonly kind: ModelKind | null }): JSX.Element {
  const words = text.value.keep;
  const held = keepHeld.value;
  const withPictures = useSignal(false);
  const hasPictures = pictures.value !== null;
  return (
    <div class="keep">
      <h3>{words.title}</h3>
      <ul>
        <li>
          <button
            type="button"
            class="button"
            disabled={held || kind === null}
            onClick={() => void saveRun(withPictures.value && hasPictures)}
          >
            {words.share}
          </button>
          <small class="hint">{words.shareHint}</small>
          <label class="tick">
            <input
              type="checkbox"
              checked={withPictures.value && hasPictures}
              disabled={!hasPictures}
              onChange={(event) => (withPictures.value = event.currentTarget.checked)}
            />
            <span>{words.withPictures}</span>
          </label>
        </li>
        <li>
          <FileButton disabled={held} onFiles={([file]) => file && void loadRun(file)}>
            {words.loadRun}
          </FileButton>
          <small class="hint">{words.loadRunHint}</small>
        </li>
        <li>
          <FileButton
            multiple
            disabled={held}
            accept=".keras,.zip,.json,.bin"
            onFiles={(files) => void loadModel(kind ?? "augmented", files)}
          >
            {words.load}
          </FileButton>
          <small class="hint">{words.loadHint}</small>
        </li>
        <li>
          <button
            type="button"
            class="button danger"
            disabled={held}
            onClick={() => void forgetAll()}
          >
            {words.forget}
          </button>
          <small class="hint">{words.forgetHint}</small>
        </li>
      </ul>
      <p class="notice">{keepNotice.value}</p>
      <Failure words={keepFailure.value} />
    </div>
  );
}

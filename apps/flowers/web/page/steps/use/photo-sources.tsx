/** The ways to a photo: a file, a drop, the clipboard, the camera. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

import { FileButton } from "../../parts/file-button";
import { filmedClass } from "../../state/class-at-hand";

import { text } from "../../state/preferences";
import { classifyAll } from "../../state/several";
import { Camera } from "./camera";

export function PhotoSources(): JSX.Element {
  const words = text.value.use;
  const filming = useSignal(false);
  return (
    <div class="photo-sources">
      {filming.value ? (
        <Camera onClose={() => (filming.value = false)} />
      ) : (
        <>
          <div class="actions">
            <FileButton multiple accept="image/*" onFiles={(files) => void classifyAll(files)}>
              {words.photo}
            </FileButton>
            <button
              type="button"
              class="button"
              onClick={() => {
                filmedClass.value = null; // one view of the camera at a time
                filming.value = true;
              }}
            >
              {words.camera}
            </button>
          </div>
          <p class="hint for-mouse">{words.drop}</p>
        </>
      )}
    </div>
  );
}

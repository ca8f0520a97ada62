/** The ways to a photo: a file, a drop, the clipboard, the camera. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";

import { FileButton } from "../../parts/file-button";
import { text } from "../../state/preferences";
import { classify } from "../../state/using";
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
            <FileButton accept="image/*" onFiles={([file]) => file && void classify(file)}>
              {words.photo}
            </FileButton>
            <button type="button" class="button" onClick={() => (filming.value = true)}>
              {words.camera}
            </button>
          </div>
          <p class="hint">{words.drop}</p>
        </>
      )}
    </div>
  );
}

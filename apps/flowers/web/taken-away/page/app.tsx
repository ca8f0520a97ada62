/** The page that is taken away: show it a picture, and it says what it is. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { percent } from "../../page/format/numbers";
import { Failure } from "../../page/parts/failure";
import { FileButton } from "../../page/parts/file-button";
import { FlowerMark } from "../../page/parts/flower-mark";
import { AnswerView } from "./answer-view";
import { Camera } from "./camera";
import { ask, clear, failure, opened } from "./model";
import { about, words } from "./words";

export function App(): JSX.Element {
  const filming = useSignal(false);
  useEffect(() => takeFiles(() => (filming.value = false)), []);
  return (
    <>
      <header>
        <h1>
          <FlowerMark />
          {words.title}
        </h1>
        <p class="lead">{words.lead(about.classNames.join(", "))}</p>
      </header>
      <main>
        {opened.value ? (
          <div class="sources">
            <div class="actions">
              <button
                type="button"
                class={filming.value ? "button" : "button primary"}
                onClick={() => {
                  clear();
                  filming.value = !filming.value;
                }}
              >
                {filming.value ? words.cameraOff : words.camera}
              </button>
              <FileButton
                accept="image/*"
                onFiles={([file]) => {
                  filming.value = false;
                  if (file) void ask(file);
                }}
              >
                {words.photo}
              </FileButton>
            </div>
            <p class="hint">{words.drop}</p>
          </div>
        ) : (
          failure.value === null && <p class="opening">{words.opening}</p>
        )}
        <div class="card look" hidden={!opened.value}>
          {filming.value && <Camera />}
          <AnswerView live={filming.value} />
        </div>
        <Failure words={failure.value} />
      </main>
      <footer>
        <p class="hint">
          {about.familiarity ? words.noteOfNew : words.note}{" "}
          {about.threshold > 0 && words.least(percent(about.threshold, about.language, 0))}{" "}
          {words.stays}
        </p>
      </footer>
    </>
  );
}

/** Takes pictures that are dropped or pasted, and calls `onPicture` before each. Gives what undoes it. */
function takeFiles(onPicture: () => void): () => void {
  const undo = new AbortController();
  const { signal } = undo;
  const take = (event: Event, files: FileList | undefined): void => {
    const [file] = files ?? [];
    if (!file || !opened.peek()) return;
    event.preventDefault();
    onPicture();
    void ask(file);
  };
  addEventListener("dragover", (event) => event.preventDefault(), { signal });
  addEventListener(
    "drop",
    (event) => {
      event.preventDefault();
      take(event, event.dataTransfer?.files);
    },
    { signal },
  );
  addEventListener("paste", (event) => take(event, event.clipboardData?.files), { signal });
  return () => undo.abort();
}

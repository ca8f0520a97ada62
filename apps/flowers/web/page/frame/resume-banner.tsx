/** After a reload in the middle of a run: where it stopped, and the way on. */
import type { JSX } from "preact";

import { modelKindNames } from "../../engine/contract";
import { trainingElsewhere } from "../state/other-tabs";
import { text } from "../state/preferences";
import { epochsDone, isBusy } from "../state/run-machine";
import { run, trainAll } from "../state/running";
import { models, pictures, storedSettings } from "../state/session";

export function ResumeBanner(): JSX.Element | null {
  const kind = modelKindNames.find((name) => models.value[name].status === "unfinished");
  if (!kind || !pictures.value || isBusy(run.value) || trainingElsewhere.value) return null;
  const { history, epochs } = models.value[kind];
  const words = text.value;
  const epoch = Math.min(epochs, epochsDone(history) + 1);
  return (
    <aside class="banner" aria-label={words.resume.go}>
      <p>{words.resume.text(words.models[kind], epoch, epochs)}</p>
      <button
        type="button"
        class="button primary"
        onClick={() => void trainAll([kind], storedSettings.value)}
      >
        {words.resume.go}
      </button>
    </aside>
  );
}

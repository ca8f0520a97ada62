/** The models: how far each is, and the buttons that train them. */
import type { JSX } from "preact";

import { modelKindNames, type ModelKind, tutorialKinds } from "../../../engine/contract";
import { percent, plainNumber } from "../../format/numbers";
import { language, text } from "../../state/preferences";
import { trainingElsewhere } from "../../state/other-tabs";
import { epochsDone, isBusy } from "../../state/run-machine";
import { run, trainAll } from "../../state/running";
import { models, pictures, sessionReady, settings } from "../../state/session";

/** Whether the model is the one that is being trained now. */
function inTraining(kind: ModelKind): boolean {
  return isBusy(run.value) && run.value.kind === kind;
}

/** Whether the pictures have changed since the model was trained. */
function isStale(kind: ModelKind): boolean {
  const { trainedOn, status } = models.value[kind];
  const content = pictures.value?.content;
  return status !== "none" && trainedOn !== undefined && trainedOn !== content && !inTraining(kind);
}

export function ModelList(): JSX.Element {
  const words = text.value.train;
  const elsewhere = trainingElsewhere.value;
  const held = isBusy(run.value) || elsewhere || pictures.value === null || !sessionReady.value;
  return (
    <div class="models">
      <ul>
        {modelKindNames.map((kind) => {
          const { status, history } = models.value[kind];
          const validation = history["val_accuracy"]?.at(-1);
          return (
            <li key={kind} data-kind={kind} data-status={status}>
              <strong>{text.value.models[kind]}</strong>
              <span>
                {words.status[inTraining(kind) ? "now" : status]}
                {validation !== undefined &&
                  ` · ${words.finishedRow(
                    plainNumber(epochsDone(history), language.value),
                    percent(validation, language.value),
                  )}`}
              </span>
              {isStale(kind) && <small class="hint stale">{text.value.own.stale}</small>}
            </li>
          );
        })}
      </ul>
      {elsewhere && (
        <p class="elsewhere" role="status">
          {words.elsewhere}
        </p>
      )}
      <TrainButtons held={held} />
    </div>
  );
}

function TrainButtons({ held }: { readonly held: boolean }): JSX.Element {
  const words = text.value.train;
  // Photos of one's own are few: what others have learned helps most. The tutorial's way is for the painted set.
  const isPainted = pictures.value?.painted ?? true;
  const pretrained = (
    <button
      type="button"
      class={isPainted ? "button" : "button primary"}
      disabled={held}
      onClick={() => void trainAll(["efficientnet-lite0"], settings.value)}
    >
      {words.pretrained}
    </button>
  );
  return (
    <div class="actions">
      {!isPainted && pretrained}
      <button
        type="button"
        class="button"
        disabled={held}
        onClick={() => void trainAll(["baseline"], settings.value)}
      >
        {words.plain}
      </button>
      <button
        type="button"
        class="button"
        disabled={held}
        onClick={() => void trainAll(["augmented"], settings.value)}
      >
        {words.augmented}
      </button>
      <button
        type="button"
        class={isPainted ? "button primary" : "button"}
        disabled={held}
        onClick={() => void trainAll(tutorialKinds, settings.value)}
      >
        {words.both}
      </button>
      {isPainted && pretrained}
      <button
        type="button"
        class="button quiet"
        disabled={held}
        onClick={() => void trainAll(modelKindNames, settings.value)}
      >
        {words.all}
      </button>
    </div>
  );
}

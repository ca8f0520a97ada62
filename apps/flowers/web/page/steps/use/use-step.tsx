/** Step 5: a photo of the visitor's own, and what to keep. */
import "./use.css";

import type { JSX } from "preact";

import { ExampleUse } from "../../example/example-use";
import { StepSection } from "../../frame/step-section";
import { modelKindNames, type ModelKind } from "../../../engine/contract";
import { Choice } from "../../parts/choice";
import { Failure } from "../../parts/failure";
import { text } from "../../state/preferences";
import { isBusy } from "../../state/run-machine";
import { run } from "../../state/running";
import { usable } from "../../state/session";
import { answeringModel, chosenModel, useFailure } from "../../state/using";
import { AnswerView } from "./answer-view";
import { ForAClass } from "./for-a-class";
import { Keep } from "./keep";
import { PhotoAnswers } from "./photo-answers";
import { PhotoSources } from "./photo-sources";
import { TakeAway } from "./take-away";

export function UseStep(): JSX.Element {
  const kind = answeringModel.value;
  const training = isBusy(run.value);
  return (
    <StepSection step="use">
      {kind === null && !training ? (
        <>
          <p class="empty">{text.value.needsModel}</p>
          <ExampleUse />
        </>
      ) : (
        <div class="use">
          {kind === null ? (
            <p class="empty">{text.value.use.later}</p>
          ) : (
            <Choice<ModelKind>
              label={text.value.whichModel}
              options={modelKindNames.map((value) => ({
                value,
                name: text.value.models[value],
                disabled: !usable.value.includes(value),
              }))}
              value={kind}
              onChange={(value) => (chosenModel.value = value)}
            />
          )}
          <PhotoSources />
          <PhotoAnswers />
          <AnswerView />
        </div>
      )}
      <Failure words={useFailure.value} />
      {kind !== null && <TakeAway kind={kind} />}
      <ForAClass />
      <Keep kind={kind} />
    </StepSection>
  );
}

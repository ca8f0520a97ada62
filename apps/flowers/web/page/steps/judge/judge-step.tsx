/** Step 4: the curves, the gap, and where the networks go wrong. */
import "./judge.css";

import type { JSX } from "preact";

import { Figure } from "../../../../tutorial/parts/figure";
import { ExampleJudge } from "../../example/example-judge";
import { StepSection } from "../../frame/step-section";
import { CurvesFigure } from "../../parts/curves/curves";
import { useSeen } from "../../parts/seen";
import { saveCurves } from "../../state/keeping";
import { text } from "../../state/preferences";
import { withCurves } from "../../state/session";
import { Gap } from "./gap";
import { ModelJudgement } from "./model-judgement";
import { SavePicture } from "./save-picture";

export function JudgeStep(): JSX.Element {
  const [place, seen] = useSeen<HTMLElement>();
  const any = withCurves.value.length > 0;
  return (
    <StepSection step="judge" place={place}>
      {!any && (
        <>
          <p class="empty">{text.value.needsModel}</p>
          <ExampleJudge />
        </>
      )}
      {any && !seen && <div class="judge-room" />}
      {any && seen && (
        <>
          <Figure class="curves" captionAt="above" caption={text.value.judge.history}>
            <CurvesFigure />
            <SavePicture onSave={saveCurves} />
          </Figure>
          <Gap />
          <ModelJudgement />
        </>
      )}
    </StepSection>
  );
}

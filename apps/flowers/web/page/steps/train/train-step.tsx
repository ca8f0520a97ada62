/** Step 3: settings, the run, and its curves as they grow. */
import "./train.css";

import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { ExampleTrain } from "../../example/example-train";
import { StepSection } from "../../frame/step-section";
import { Failure } from "../../parts/failure";
import { useSeen } from "../../parts/seen";
import { askBackends, backendsFailure } from "../../state/backends";
import { text } from "../../state/preferences";
import { run } from "../../state/running";
import { pictures } from "../../state/session";
import { ModelList } from "./model-list";
import { RunPanel } from "./run-panel";
import { RunCurves } from "./run-curves";
import { SettingsForm } from "./settings-form";

export function TrainStep(): JSX.Element {
  const [place, seen] = useSeen<HTMLElement>();
  const ready = pictures.value !== null;
  useEffect(() => {
    if (seen && ready) void askBackends();
  }, [seen, ready]);
  const words = text.value.train;
  const { message } = run.value;
  return (
    <StepSection step="train" place={place}>
      {!ready && <p class="empty">{text.value.needsPictures}</p>}
      <SettingsForm />
      <Failure words={backendsFailure.value} />
      <ModelList />
      <ExampleTrain />
      <Failure words={message === null ? null : `${words.failed} ${message} ${words.again}`} />
      {run.value.kind && run.value.phase !== "failed" && <RunPanel />}
      {run.value.kind && <RunCurves />}
    </StepSection>
  );
}

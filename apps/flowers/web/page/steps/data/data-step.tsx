/** Step 1: where the pictures come from, and what came. */
import "./data.css";

import type { JSX } from "preact";

import { ExampleData } from "../../example/example-data";
import { StepSection } from "../../frame/step-section";
import { Failure } from "../../parts/failure";
import { importFailure, importing } from "../../state/importing";
import { pictures, sessionFailure } from "../../state/session";
import { Beginnings } from "./beginnings";
import { FirstMinute } from "./first-minute";
import { ImportView } from "./import-view";
import { SetView } from "./set-view";
import { Sources } from "./sources";

export function DataStep(): JSX.Element {
  return (
    <StepSection
      step="data"
      opening={
        <>
          <FirstMinute />
          {!importing.value && pictures.value === null && <Beginnings />}
        </>
      }
    >
      <Failure words={sessionFailure.value} />
      {importing.value ? <ImportView state={importing.value} /> : <SetView />}
      {!importing.value && <Sources />}
      <Failure words={importFailure.value} />
      <ExampleData />
    </StepSection>
  );
}

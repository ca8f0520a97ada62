/** Step 1: where the pictures come from, and what came. */
import "./data.css";

import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { StepSection } from "../../frame/step-section";
import { Failure } from "../../parts/failure";
import { importFailure, importing, showStoredPictures, smallPictures } from "../../state/importing";
import { pictures, picturesVersion, sessionFailure, sessionReady } from "../../state/session";
import { ImportView } from "./import-view";
import { SetView } from "./set-view";
import { storedPerClass } from "./small-pictures";
import { Sources } from "./sources";

export function DataStep(): JSX.Element {
  const version = picturesVersion.value;
  const known = sessionReady.value;
  useEffect(() => {
    if (known && pictures.value && smallPictures.value.length === 0)
      void showStoredPictures(storedPerClass);
  }, [version, known]);
  return (
    <StepSection step="data">
      <Failure words={sessionFailure.value} />
      {importing.value ? <ImportView state={importing.value} /> : <SetView />}
      {!importing.value && <Sources />}
      <Failure words={importFailure.value} />
    </StepSection>
  );
}

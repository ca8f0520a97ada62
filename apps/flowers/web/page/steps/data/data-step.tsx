/** Step 1: where the pictures come from, and what came. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { StepSection } from "../../frame/step-section";
import { Failure } from "../../parts/failure";
import { importFailure, importing, showStoredPictures, smallPictures } from "../../state/importing";
import { pictures, picturesVersion, sessionFailure } from "../../state/session";
import { ImportView } from "./import-view";
import { SetView } from "./set-view";
import { Sources } from "./sources";

const storedPerClass = 6;

export function DataStep(): JSX.Element {
  const version = picturesVersion.value;
  useEffect(() => {
    if (pictures.value && smallPictures.value.length === 0) void showStoredPictures(storedPerClass);
  }, [version]);
  return (
    <StepSection step="data">
      <Failure words={sessionFailure.value} />
      {importing.value ? <ImportView state={importing.value} /> : <SetView />}
      {!importing.value && <Sources />}
      <Failure words={importFailure.value} />
    </StepSection>
  );
}

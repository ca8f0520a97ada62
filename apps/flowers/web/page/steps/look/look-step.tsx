/** Step 2: nine pictures with their names, and what augmentation makes of one. */
import "./look.css";

import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { ExampleLook } from "../../example/example-look";
import { StepSection } from "../../frame/step-section";
import { Failure } from "../../parts/failure";
import { useSeen } from "../../parts/seen";
import {
  chosen,
  clearLook,
  drawSeed,
  factors,
  loadNine,
  loadVariants,
  lookFailure,
  nine,
} from "../../state/looking";
import { text } from "../../state/preferences";
import { pictures, picturesVersion, sessionReady, settings } from "../../state/session";
import { AugmentedGrid } from "./augmented-grid";
import { NineGrid } from "./nine-grid";
import { FactorSliders } from "./factor-sliders";

export function LookStep(): JSX.Element {
  const [place, seen] = useSeen<HTMLElement>();
  const ready = pictures.value !== null;
  const { imageSize, batchSize, seed } = settings.value;
  const known = sessionReady.value;
  const version = picturesVersion.value;
  const strength = factors.value;
  const draw = drawSeed.value;
  const index = chosen.value;
  const shown = nine.value;

  useEffect(() => {
    if (!ready) clearLook();
    else if (seen && known) loadNine(settings.value);
  }, [ready, seen, known, version, imageSize, batchSize, seed]);

  useEffect(() => {
    if (shown.length > 0) loadVariants(settings.value, index, strength, draw);
  }, [shown, index, strength, draw]);

  return (
    <StepSection step="look" place={place}>
      {ready ? (
        <div class="look">
          <NineGrid />
          <AugmentedGrid />
          <FactorSliders />
        </div>
      ) : (
        <>
          <p class="empty">{text.value.needsPictures}</p>
          <ExampleLook />
        </>
      )}
      <Failure words={lookFailure.value} />
    </StepSection>
  );
}

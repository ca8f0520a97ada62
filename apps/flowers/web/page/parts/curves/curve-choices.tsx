/** Above the curves: which line is whose, which of them show, and what the horizontal axis measures. */
import type { JSX } from "preact";

import type { ModelKind } from "../../../engine/contract";
import { text } from "../../state/preferences";
import { allRuns, axis, chooseAxis, hasTimes, shownRuns, toggleRun } from "../../state/reading";
import { Choice } from "../choice";
import type { Axis } from "./curve-lines";

export function CurveChoices(): JSX.Element {
  const words = text.value.judge.curves;
  const several = allRuns.value.length > 1;
  return (
    <div class="curve-choices">
      <ul class="curve-legend" aria-label={words.legend}>
        {allRuns.value.map(({ kind }) => (
          <li key={kind} data-kind={kind}>
            {several ? (
              <button
                type="button"
                class="curve-key"
                aria-pressed={shownRuns.value.some((run) => run.kind === kind)}
                onClick={() => toggleRun(kind)}
              >
                <Swatch kind={kind} />
                {text.value.models[kind]}
              </button>
            ) : (
              <span class="curve-key">
                <Swatch kind={kind} />
                {text.value.models[kind]}
              </span>
            )}
          </li>
        ))}
        <li class="curve-parts">
          <PartSwatch part="training" />
          {words.parts.training}
          <PartSwatch part="validation" />
          {words.parts.validation}
        </li>
      </ul>
      {hasTimes.value && several && (
        <Choice<Axis>
          label={words.axisChoice}
          quiet
          options={[
            { value: "epochs", name: words.axisNames.epochs },
            { value: "time", name: words.axisNames.time },
          ]}
          value={axis.value}
          onChange={chooseAxis}
        />
      )}
    </div>
  );
}

function Swatch({ kind }: { readonly kind: ModelKind }): JSX.Element {
  return <span class="curve-swatch" data-kind={kind} aria-hidden="true" />;
}

function PartSwatch({ part }: { readonly part: "training" | "validation" }): JSX.Element {
  return (
    <svg class="curve-part" viewBox="0 0 28 8" width="28" height="8" aria-hidden="true">
      <g data-part={part}>
        <path class="curve-line" d="M1 4H27" />
      </g>
    </svg>
  );
}

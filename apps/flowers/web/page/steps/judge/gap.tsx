/** The overfitting gap of each model, at the place where the curves are read; and what each cost in time. */
import type { JSX } from "preact";

import type { ModelKind } from "../../../engine/contract";
import { duration, percent, plainNumber } from "../../format/numbers";
import { type CurveRun, epochAt, epochsOf, valueAt } from "../../parts/curves/curve-lines";
import { language, text } from "../../state/preferences";
import { allRuns, axis, readPlace } from "../../state/reading";
import { shownModels } from "../../state/example";
import { overfittingGap } from "../../../../tutorial/overfitting-gap";

export function Gap(): JSX.Element | null {
  const words = text.value.judge;
  if (allRuns.value.every(({ history }) => overfittingGap(history) === null)) return null;
  return (
    <div class="gap">
      <h3>{words.gap}</h3>
      <p class="hint">{hint()}</p>
      <ul>
        {allRuns.value.map((run) => (
          <GapCard key={run.kind} run={run} />
        ))}
      </ul>
      <p class="gap-sentence">{sentence()}</p>
    </div>
  );
}

function hint(): string {
  const words = text.value.judge;
  const spoken = language.value;
  const place = readPlace.value;
  if (place === null) return words.gapHint;
  return words.gapHintAt(
    axis.value === "time"
      ? words.curves.afterTime(duration(place, spoken))
      : words.curves.afterEpoch(plainNumber(place, spoken)),
  );
}

/** What augmentation and dropout did, once both of the tutorial's models are there. */
function sentence(): string {
  const words = text.value.judge;
  const gapOf = (kind: ModelKind): number | null => overfittingGap(shownModels.value[kind].history);
  const [before, after] = [gapOf("baseline"), gapOf("augmented")];
  const one = before ?? after;
  const show = (value: number): string => percent(value, language.value);
  if (one === null) return "";
  if (before === null || after === null) return words.one(show(one));
  if (before <= 0) return words.none(show(before), show(after));
  return Math.abs(after) < Math.abs(before)
    ? words.narrowed(show(before), show(after))
    : words.widened(show(before), show(after));
}

function GapCard({ run }: { readonly run: CurveRun }): JSX.Element {
  const words = text.value.judge;
  const spoken = language.value;
  const place = readPlace.value;
  const epoch = place === null ? epochsOf(run) : epochAt(run, place, axis.value);
  const training = valueAt(run, "accuracy", "training", epoch);
  const validation = valueAt(run, "accuracy", "validation", epoch);
  const known = training !== undefined && validation !== undefined;
  return (
    <li class="card" data-kind={run.kind}>
      <h4>{text.value.models[run.kind]}</h4>
      <p class="big figures">{known ? percent(training - validation, spoken) : "–"}</p>
      <div class="gap-rail" aria-hidden="true">
        {known && (
          <span
            style={{
              left: `${100 * Math.min(training, validation)}%`,
              width: `${100 * Math.abs(training - validation)}%`,
            }}
          />
        )}
      </div>
      <dl class="pair figures">
        <div>
          <dt>{words.training}</dt>
          <dd>{percent(training, spoken)}</dd>
        </div>
        <div>
          <dt>{words.accuracy}</dt>
          <dd>{percent(validation, spoken)}</dd>
        </div>
        <Cost run={run} epoch={epoch} />
      </dl>
    </li>
  );
}

function Cost({
  run,
  epoch,
}: {
  readonly run: CurveRun;
  readonly epoch: number;
}): JSX.Element | null {
  const words = text.value.judge;
  const spoken = language.value;
  const { epochSeconds, lookingSeconds } = run;
  if (epochSeconds.length < epochsOf(run)) return null; // it was trained elsewhere
  const seconds = epochSeconds.slice(0, epoch).reduce((sum, each) => sum + each, 0);
  return (
    <div>
      <dt>{words.time}</dt>
      <dd>{duration(seconds, spoken)}</dd>
      {lookingSeconds !== null && (
        <dd class="hint">{words.timeLooking(duration(lookingSeconds, spoken))}</dd>
      )}
    </div>
  );
}

/** The overfitting gap before and after, in numbers and one sentence. */
import type { JSX } from "preact";

import { tutorialKinds, type ModelKind } from "../../../engine/contract";
import { percent } from "../../format/numbers";
import { language, text } from "../../state/preferences";
import { models } from "../../state/session";
import { overfittingGap } from "../../../../tutorial/overfitting-gap";

export function Gap(): JSX.Element | null {
  const words = text.value.judge;
  const spoken = language.value;
  const before = overfittingGap(models.value.baseline.history);
  const after = overfittingGap(models.value.augmented.history);
  const one = before ?? after;
  if (one === null) return null;
  const show = (value: number): string => percent(value, spoken);
  const sentence =
    before === null || after === null
      ? words.one(show(one))
      : before <= 0
        ? words.none(show(before), show(after))
        : Math.abs(after) < Math.abs(before)
          ? words.narrowed(show(before), show(after))
          : words.widened(show(before), show(after));
  return (
    <div class="gap">
      <h3>{words.gap}</h3>
      <p class="hint">{words.gapHint}</p>
      <ul>
        {tutorialKinds.map((kind) => (
          <GapCard key={kind} kind={kind} />
        ))}
      </ul>
      <p class="gap-sentence">{sentence}</p>
    </div>
  );
}

function GapCard({ kind }: { readonly kind: ModelKind }): JSX.Element | null {
  const { history } = models.value[kind];
  const gap = overfittingGap(history);
  if (gap === null) return null;
  const words = text.value.judge;
  const spoken = language.value;
  const training = history["accuracy"]?.at(-1) ?? 0;
  const validation = history["val_accuracy"]?.at(-1) ?? 0;
  return (
    <li class="card" data-kind={kind}>
      <h4>{kind === "baseline" ? words.before : words.after}</h4>
      <p class="big figures">{percent(gap, spoken)}</p>
      <div class="gap-rail" aria-hidden="true">
        <span
          style={{
            left: `${100 * Math.min(training, validation)}%`,
            width: `${100 * Math.abs(gap)}%`,
          }}
        />
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
      </dl>
    </li>
  );
}

/** One model on the validation pictures: confusion, precision and recall, worst mistakes. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useCallback } from "preact/hooks";

import { Figure } from "../../../../tutorial/parts/figure";
import { modelKindNames, type Appearance, type ModelKind } from "../../../engine/contract";
import { percent, plainNumber } from "../../format/numbers";
import { Choice } from "../../parts/choice";
import { Drawing } from "../../parts/drawing";
import { language, text } from "../../state/preferences";
import { models, modelsVersion } from "../../state/session";
import { studio } from "../../state/workers";
import { JudgedClasses } from "./judged-classes";
import { Mistakes } from "./mistakes";

export function ModelJudgement(): JSX.Element | null {
  const wanted = useSignal<ModelKind>("augmented");
  const words = text.value.judge;
  const judged = modelKindNames.filter((kind) => models.value[kind].judgement);
  const kind = judged.includes(wanted.value) ? wanted.value : judged.at(-1);
  const version = modelsVersion.value;
  const draw = useCallback(
    (appearance: Appearance) => studio().drawConfusion(kind ?? "baseline", appearance),
    [kind, version],
  );
  const judgement = kind && models.value[kind].judgement;
  if (!kind || !judgement) return <p class="empty">{words.notJudged}</p>;
  const spoken = language.value;
  return (
    <div class="judgement">
      <Choice<ModelKind>
        label={text.value.whichModel}
        options={modelKindNames.map((value) => ({
          value,
          name: text.value.models[value],
          disabled: !judged.includes(value),
        }))}
        value={kind}
        onChange={(value) => (wanted.value = value)}
      />
      <dl class="facts">
        <div>
          <dt>{words.accuracy}</dt>
          <dd>{percent(judgement.accuracy, spoken)}</dd>
        </div>
        <div>
          <dt>{words.loss}</dt>
          <dd>{plainNumber(judgement.loss, spoken, 4)}</dd>
        </div>
      </dl>
      <div class="judgement-pair">
        <Figure
          captionAt="above"
          caption={
            <>
              {words.confusion} <small class="hint">{words.confusionText}</small>
            </>
          }
        >
          <Drawing
            draw={draw}
            alt={words.confusionAlt(text.value.models[kind])}
            height={(width) => width}
            maxWidth={560}
          />
        </Figure>
        <JudgedClasses judgement={judgement} />
      </div>
      <Mistakes kind={kind} judgement={judgement} />
    </div>
  );
}

/** One model on the validation pictures: confusion, precision and recall, mistakes, and a threshold of confidence. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import {
  type Answers,
  modelKindNames,
  type ModelKind,
  type PictureId,
} from "../../../engine/contract";
import { percent, plainNumber } from "../../format/numbers";
import { Choice } from "../../parts/choice";
import { Failure } from "../../parts/failure";
import {
  answers,
  answersFailure,
  judgedKind,
  judgedKinds,
  judgeKind,
  loadAnswers,
  openCell,
} from "../../state/judging";
import { saveConfusion } from "../../state/keeping";
import { language, text } from "../../state/preferences";
import { models, modelsVersion } from "../../state/session";
import { ConfusionTable } from "./confusion-table";
import { JudgedClasses } from "./judged-classes";
import { Mistakes } from "./mistakes";
import { Review } from "./review";
import { SavePicture } from "./save-picture";
import { Threshold } from "./threshold";

export function ModelJudgement(): JSX.Element | null {
  const words = text.value.judge;
  const kind = judgedKind.value;
  const version = modelsVersion.value;
  useEffect(() => {
    if (kind) loadAnswers(kind);
  }, [kind, version]);
  const judgement = kind && models.value[kind].judgement;
  if (!kind || !judgement) return <p class="empty">{words.notJudged}</p>;
  const spoken = language.value;
  const given = answers.value?.kind === kind ? answers.value.answers : null;
  const atHand = given && hasPictures(given) ? given : null;
  return (
    <div class="judgement">
      <Choice<ModelKind>
        label={text.value.whichModel}
        options={modelKindNames.map((value) => ({
          value,
          name: text.value.models[value],
          disabled: !judgedKinds.value.includes(value),
        }))}
        value={kind}
        onChange={judgeKind}
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
        <div>
          <ConfusionTable
            judgement={judgement}
            cell={openCell.value}
            onCell={atHand && ((cell) => (openCell.value = cell))}
          />
          <SavePicture
            onSave={() => saveConfusion(kind)}
            label={`${words.savePicture}: ${words.confusion}`}
          />
        </div>
        <JudgedClasses judgement={judgement} />
      </div>
      {atHand ? (
        <Review kind={kind} answers={atHand} cell={openCell.value} />
      ) : (
        <Mistakes kind={kind} judgement={judgement} />
      )}
      {given && <Threshold kind={kind} answers={given} />}
      <Failure words={answersFailure.value} />
    </div>
  );
}

type WithPictures = Answers & { readonly ids: readonly PictureId[] };

const hasPictures = (given: Answers): given is WithPictures => given.ids !== null;

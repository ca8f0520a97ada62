/** The pictures that a model got wrong with the most confidence. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { MistakeWords } from "../../../../tutorial/parts/mistake-words";
import type { Judgement, ModelKind } from "../../../engine/contract";
import { percent } from "../../format/numbers";
import { Failure } from "../../parts/failure";
import { Picture } from "../../parts/picture";
import { drawn } from "../../state/drawn";
import { language, text } from "../../state/preferences";
import { sentence } from "../../state/sentence";
import { studio } from "../../state/workers";

export interface MistakesProps {
  readonly kind: ModelKind;
  readonly judgement: Judgement;
}

export function Mistakes({ kind, judgement }: MistakesProps): JSX.Element {
  const words = text.value.judge;
  const [canvases, setCanvases] = useState<readonly HTMLCanvasElement[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    setCanvases([]);
    setFailure(null);
    if (judgement.worst.length === 0) return;
    studio()
      .mistakes(kind)
      .then((bitmaps) => {
        const pictures = bitmaps.map(drawn);
        if (current) setCanvases(pictures);
      })
      .catch((error: unknown) => {
        if (current) setFailure(sentence(error));
      });
    return () => {
      current = false;
    };
  }, [kind, judgement]);
  return (
    <div class="mistakes">
      <h3>{words.mistakes}</h3>
      <p class="hint">{judgement.worst.length === 0 ? words.noMistakes : words.mistakesOnly}</p>
      <ul>
        {judgement.worst.map(({ truth, guess, confidence }, at) => {
          const canvas = canvases[at];
          return (
            <li key={at}>
              {canvas ? (
                <Picture canvas={canvas} name={words.mistake(truth, guess)} />
              ) : (
                <span class="place" aria-hidden="true" />
              )}
              <p class="caption">
                <MistakeWords
                  truth={truth}
                  guess={guess}
                  confidence={percent(confidence, language.value, 0)}
                  words={words.mistakeCaption}
                />
              </p>
            </li>
          );
        })}
      </ul>
      <Failure words={failure} />
    </div>
  );
}

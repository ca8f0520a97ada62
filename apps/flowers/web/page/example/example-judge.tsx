/** What the example's three networks came to. */
import type { JSX } from "preact";

import { Figure } from "../../../tutorial/parts/figure";
import { MistakeWords } from "../../../tutorial/parts/mistake-words";
import { percent } from "../format/numbers";
import { CurvesFigure } from "../parts/curves/curves";
import { language, text } from "../state/preferences";
import { ConfusionTable } from "../steps/judge/confusion-table";
import { Gap } from "../steps/judge/gap";
import { JudgedClasses } from "../steps/judge/judged-classes";
import { ExamplePart } from "./example-part";
import { Tile } from "./tile";

/** The model whose mistakes are shown. */
const kind = "augmented";

export function ExampleJudge(): JSX.Element {
  const words = text.value.judge;
  return (
    <ExamplePart words={text.value.example.judge}>
      {(example) => {
        const { judgement } = example.models[kind];
        return (
          <>
            <Figure class="curves" captionAt="above" caption={words.history}>
              <CurvesFigure />
            </Figure>
            <Gap />
            {judgement && (
              <>
                <h3>{text.value.models[kind]}</h3>
                <div class="judgement-pair">
                  <ConfusionTable judgement={judgement} cell={null} onCell={null} />
                  <JudgedClasses judgement={judgement} />
                </div>
                <div class="mistakes">
                  <h3>{words.mistakes}</h3>
                  <p class="hint">{words.mistakesOnly}</p>
                  <ul>
                    {example.places.mistakes.map((at, i) => {
                      const mistake = judgement.worst[i];
                      return mistake ? (
                        <li key={at}>
                          <Tile
                            example={example}
                            at={at}
                            name={words.mistake(mistake.truth, mistake.guess)}
                          />
                          <p class="caption">
                            <MistakeWords
                              {...mistake}
                              confidence={percent(mistake.confidence, language.value, 0)}
                              words={words.mistakeCaption}
                            />
                          </p>
                        </li>
                      ) : null;
                    })}
                  </ul>
                </div>
              </>
            )}
          </>
        );
      }}
    </ExamplePart>
  );
}

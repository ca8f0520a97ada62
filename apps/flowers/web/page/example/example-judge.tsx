/** What the example's three networks came to. */
import type { JSX } from "preact";

import { Figure } from "../../../tutorial/parts/figure";
import { CurvesFigure } from "../parts/curves/curves";
import { MistakeList } from "../parts/mistake-list";
import { text } from "../state/preferences";
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
                  <MistakeList
                    mistakes={judgement.worst}
                    pictures={example.places.mistakes.map((at) => (name) => (
                      <Tile example={example} at={at} name={name} />
                    ))}
                  />
                </div>
              </>
            )}
          </>
        );
      }}
    </ExamplePart>
  );
}

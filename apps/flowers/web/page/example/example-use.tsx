/** What the example's pretrained network says of a picture. */
import type { JSX } from "preact";

import { percent } from "../format/numbers";
import { RankingBars } from "../parts/ranking-bars";
import { language, text } from "../state/preferences";
import { ExamplePart } from "./example-part";
import { Tile } from "./tile";

export function ExampleUse(): JSX.Element {
  const words = text.value.use;
  return (
    <ExamplePart words={text.value.example.use}>
      {(example) => {
        const [best] = example.answer;
        return (
          <div class="card answer">
            <Tile
              example={example}
              at={example.places.photo[0] ?? 0}
              name={words.seen(best?.label ?? "")}
            />
            <div>
              {best && (
                <p class="answer-sentence">
                  {text.value.example.answer(
                    best.label,
                    percent(best.probability, language.value, 2),
                  )}
                </p>
              )}
              <RankingBars
                label={words.ranking}
                ranking={example.answer}
                words={(probability) => percent(probability, language.value, 2)}
              />
            </div>
          </div>
        );
      }}
    </ExamplePart>
  );
}

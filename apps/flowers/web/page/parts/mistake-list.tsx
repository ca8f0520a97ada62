/** Pictures that a model took for something else, with what each is and what it was taken for. */
import type { JSX } from "preact";

import { MistakeWords } from "../../../tutorial/parts/mistake-words";
import type { Judgement } from "../../engine/contract";
import { percent } from "../format/numbers";
import { language, text } from "../state/preferences";

export interface MistakeListProps {
  readonly mistakes: Judgement["worst"];
  /** One for each mistake, in their order; given what people call it. Of mistakes without one, nothing is shown. */
  readonly pictures: readonly ((name: string) => JSX.Element)[];
  readonly class?: string;
}

export function MistakeList(props: MistakeListProps): JSX.Element {
  const words = text.value.judge;
  return (
    <ul class={props.class}>
      {props.pictures.map((picture, i) => {
        const mistake = props.mistakes[i];
        return mistake ? (
          <li key={i}>
            {picture(words.mistake(mistake.truth, mistake.guess))}
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
  );
}

/** One validation picture: what the model said of it, where it belongs, and the way out. */
import type { JSX } from "preact";

import { MistakeWords } from "../../../../tutorial/parts/mistake-words";
import type { PictureId } from "../../../engine/contract";
import { percent } from "../../format/numbers";
import { Picture } from "../../parts/picture";
import type { AnsweredPicture } from "../../state/judging";
import { language, text } from "../../state/preferences";
import { relabel, reviewed, throwOut } from "../../state/reviewing";
import { pictures } from "../../state/session";

export interface ReviewedPictureProps {
  readonly answered: AnsweredPicture;
  readonly id: PictureId;
  readonly name: (index: number) => string;
}

export function ReviewedPicture({ answered, id, name }: ReviewedPictureProps): JSX.Element {
  const words = text.value.judge;
  const { truth, guess, confidence } = answered;
  const picture = reviewed.value.get(id);
  const sure = percent(confidence, language.value, 0);
  const isRight = truth === guess;
  const told = isRight
    ? words.rightAnswer(name(truth), sure)
    : words.mistake(name(truth), name(guess));
  return (
    <li data-out={picture?.className === null || undefined}>
      {picture ? (
        <Picture canvas={picture.canvas} name={told} />
      ) : (
        <span class="place" aria-hidden="true" />
      )}
      <p class="caption">
        {isRight ? (
          <span>
            {name(truth)} {sure}
          </span>
        ) : (
          <MistakeWords
            truth={name(truth)}
            guess={name(guess)}
            confidence={sure}
            words={words.mistakeCaption}
          />
        )}
      </p>
      {picture && <Belonging id={id} className={picture.className} told={told} />}
    </li>
  );
}

interface BelongingProps {
  readonly id: PictureId;
  /** Null when it was thrown out. */
  readonly className: string | null;
  /** The picture, in words. */
  readonly told: string;
}

/** The class as a choice, and throwing out. */
function Belonging({ id, className, told }: BelongingProps): JSX.Element {
  const words = text.value.judge.review;
  if (className === null) return <p class="hint">{words.thrownOut}</p>;
  return (
    <div class="belonging">
      <select
        aria-label={`${words.belongs}: ${told}`}
        value={className}
        onChange={(event) => void relabel(id, event.currentTarget.value)}
      >
        {pictures.value?.classNames.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="throw-out"
        title={words.throwOut}
        aria-label={`${words.throwOut}: ${told}`}
        onClick={() => void throwOut(id)}
      >
        <span aria-hidden="true">×</span>
      </button>
    </div>
  );
}

/** What a mistaken picture is, and what it was taken for. */
import type { JSX } from "preact";

export interface MistakeWordsProps {
  readonly truth: string;
  readonly guess: string;
  /** How sure the model was, as people read it. */
  readonly confidence: string;
  /** `is` and `mistaken for`, in the reader's language. */
  readonly words: { readonly truth: string; readonly guess: string };
}

export function MistakeWords({ truth, guess, confidence, words }: MistakeWordsProps): JSX.Element {
  return (
    <>
      <span>
        <small>{words.truth}</small> {truth}
      </span>{" "}
      <span>
        <small>{words.guess}</small> <b>{guess}</b> {confidence}
      </span>
    </>
  );
}

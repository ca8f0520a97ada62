/** The dialog that asks before something is lost. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { asked } from "../state/confirming";
import { text } from "../state/preferences";

export function QuestionDialog(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const question = asked.value;
  useEffect(() => {
    if (question) dialog.current?.showModal();
    else dialog.current?.close();
  }, [question]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="question-title"
      aria-describedby="question-text"
      onCancel={() => question?.answer(false)}
    >
      <h2 id="question-title">{question?.title}</h2>
      <p id="question-text">{question?.text}</p>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => question?.answer(true)}>
          {question?.yes}
        </button>
        <button type="button" class="button" onClick={() => question?.answer(false)}>
          {text.value.cancel}
        </button>
      </div>
    </dialog>
  );
}

/** The lesson's part for one step: closed, unless the page was opened as a lesson. */
import "./lesson-part.css";

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { Failure } from "../parts/failure";
import { isLesson, lessonWords, loadLesson } from "../state/lesson";
import { language, text } from "../state/preferences";
import type { StepName } from "./steps";

export function LessonPart({ step }: { readonly step: StepName }): JSX.Element {
  const open = useSignal(isLesson.peek());
  useEffect(() => {
    if (isLesson.value) open.value = true;
  }, [isLesson.value]);
  return (
    <details
      class="lesson"
      open={open.value}
      onToggle={(event) => (open.value = event.currentTarget.open)}
    >
      <summary>{text.value.lesson.summary}</summary>
      {open.value && <Lesson step={step} />}
    </details>
  );
}

function Lesson({ step }: { readonly step: StepName }): JSX.Element {
  const failure = useSignal<string | null>(null);
  const spoken = language.value;
  useEffect(() => {
    loadLesson(spoken).catch(() => (failure.value = text.peek().unexpected));
  }, [spoken]);
  const words = text.value.lesson;
  const lesson = lessonWords.value?.[step];
  if (!lesson)
    return failure.value === null ? <p>{text.value.loading}</p> : <Failure words={failure.value} />;
  return (
    <div class="lesson-text">
      {lesson.text.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <ol>
        {lesson.questions.map(({ ask, answer }, at) => (
          <li key={ask}>
            <p>
              <span class="for-readers">{words.question(at + 1)}: </span>
              {ask}
            </p>
            <details>
              <summary>{words.answer}</summary>
              <p>{answer}</p>
            </details>
          </li>
        ))}
      </ol>
    </div>
  );
}

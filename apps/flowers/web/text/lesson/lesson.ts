/** What a lesson has for each step: a text to read or to tell, and two questions with what may be answered. */
import type { StepName } from "../../page/frame/steps";

export interface Question {
  readonly ask: string;
  readonly answer: string;
}

export interface StepLesson {
  /** Paragraphs. */
  readonly text: readonly string[];
  readonly questions: readonly [Question, Question];
}

export type LessonWords = Readonly<Record<StepName, StepLesson>>;

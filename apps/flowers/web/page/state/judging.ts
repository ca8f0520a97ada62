/** The model that is being judged, what it said of each validation picture, and which of those are looked at. */
import { computed, signal } from "@preact/signals";

import type { JudgedAnswer } from "../../../tutorial/confidence-threshold";
import { type Answers, type ModelKind, modelKindNames } from "../../engine/contract";
import { latest } from "./latest";
import { sentence } from "./sentence";
import { models } from "./session";
import { studio } from "./workers";

/** A cell of the confusion matrix, in class indices. */
export interface Cell {
  readonly truth: number;
  readonly guess: number;
}

/** One validation picture and what the model said of it. */
export interface AnsweredPicture {
  /** Its place among the answers. */
  readonly index: number;
  readonly truth: number;
  readonly guess: number;
  /** Probability of the guess, 0 to 1. */
  readonly confidence: number;
}

/** The model that the visitor chose. */
const wantedKind = signal<ModelKind | null>(null);

export const judgedKinds = computed(() =>
  modelKindNames.filter((kind) => models.value[kind].judgement),
);

/** The one that is looked at: the chosen one, else the last that was judged. */
export const judgedKind = computed<ModelKind | null>(() => {
  const wanted = wantedKind.value;
  return wanted && judgedKinds.value.includes(wanted) ? wanted : (judgedKinds.value.at(-1) ?? null);
});

/** Of the model that was asked for last; none until they are there, and where it has none. */
export const answers = signal<{
  readonly kind: ModelKind;
  readonly answers: Answers | null;
} | null>(null);
export const answersFailure = signal<string | null>(null);
/** The cell whose pictures are shown; null for the worst mistakes of all. */
export const openCell = signal<Cell | null>(null);

export function judgeKind(kind: ModelKind): void {
  wantedKind.value = kind;
  openCell.value = null;
}

export const loadAnswers = latest(
  async (kind: ModelKind) => {
    answers.value = { kind, answers: await studio().answers(kind) };
    answersFailure.value = null;
  },
  (error) => {
    answers.value = null;
    answersFailure.value = sentence(error);
  },
);

/** Each picture's guess and how sure the model was of it. */
export function answeredPictures({ truths, probabilities }: Answers): AnsweredPicture[] {
  return probabilities.map((row, index) => {
    const confidence = Math.max(...row);
    return { index, truth: truths[index] ?? 0, guess: row.indexOf(confidence), confidence };
  });
}

export function judgedAnswers(given: Answers): JudgedAnswer[] {
  return answeredPictures(given).map(({ truth, guess, confidence }) => ({
    confidence,
    isRight: truth === guess,
  }));
}

/** The pictures of a cell, the least sure right ones or the surest wrong ones first; without a cell, all mistakes. */
export function picturesIn(given: Answers, cell: Cell | null): AnsweredPicture[] {
  const chosen = answeredPictures(given).filter(({ truth, guess }) =>
    cell ? truth === cell.truth && guess === cell.guess : truth !== guess,
  );
  const isRight = cell?.truth === cell?.guess && cell !== null;
  return chosen.sort((a, b) =>
    isRight ? a.confidence - b.confidence : b.confidence - a.confidence,
  );
}

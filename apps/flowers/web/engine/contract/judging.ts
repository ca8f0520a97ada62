/** How a model did on the validation pictures, as the workers tell the page. */
import type { ModelKind } from "../../../tutorial/model-kinds";
import type { PictureId } from "./pictures";

export interface Mistake {
  readonly truth: string;
  readonly guess: string;
  /** Probability, 0 to 1, that the model gave its wrong guess. */
  readonly confidence: number;
}

/** How a model does on the validation pictures. */
export interface Judgement {
  readonly accuracy: number;
  readonly loss: number;
  /** Of the rows and columns below; a loaded run may have others than the pictures at hand. */
  readonly classNames: readonly string[];
  /** `confusion[truth][guess]` counts pictures. */
  readonly confusion: readonly (readonly number[])[];
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  /** Worst first; their pictures come from `Studio.mistakes`. */
  readonly worst: readonly Mistake[];
}

/** What a model said of each validation picture. */
export interface Answers {
  /** Of the columns below. */
  readonly classNames: readonly string[];
  /** Of each picture. Null where the pictures at hand are not those of the run. */
  readonly ids: readonly PictureId[] | null;
  /** Class indices. */
  readonly truths: readonly number[];
  /** As the model says them of a photo, 0 to 1. */
  readonly probabilities: readonly (readonly number[])[];
}

/** What the studio can be asked about how a model did. */
export interface JudgingCalls {
  /** Of a model that was judged; null for one that was brought along without. */
  answers(kind: ModelKind): Promise<Answers | null>;
}

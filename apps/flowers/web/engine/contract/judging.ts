/** How a model did on the validation pictures, as the workers tell the page. */
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

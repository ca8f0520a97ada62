/** What it costs to answer only when sure: the smaller share of pictures that get an answer, and how many of those are right. */

/** One picture's answer. */
export interface JudgedAnswer {
  /** Probability, 0 to 1, of the class that was answered. */
  readonly confidence: number;
  readonly isRight: boolean;
}

/** What a threshold comes to. */
export interface ThresholdCost {
  /** Answers at least this sure are given, 0 to 1. */
  readonly threshold: number;
  readonly pictures: number;
  readonly answered: number;
  /** Of those that are answered. */
  readonly right: number;
  /** Right answers that are held back. */
  readonly heldBackRight: number;
}

/** Whether an answer is given. */
export function isGiven(confidence: number, threshold: number): boolean {
  return confidence >= threshold;
}

/** Counts what a threshold lets through. */
export function costAt(answers: readonly JudgedAnswer[], threshold: number): ThresholdCost {
  const given = answers.filter(({ confidence }) => isGiven(confidence, threshold));
  const right = given.filter(({ isRight }) => isRight).length;
  return {
    threshold,
    pictures: answers.length,
    answered: given.length,
    right,
    heldBackRight: answers.filter(({ isRight }) => isRight).length - right,
  };
}

/** The share of pictures that get an answer; of none, 1. */
export function answeredShare({ pictures, answered }: ThresholdCost): number {
  return pictures === 0 ? 1 : answered / pictures;
}

/** The share of answers that are right; null where none is given. */
export function answeredAccuracy({ answered, right }: ThresholdCost): number | null {
  return answered === 0 ? null : right / answered;
}

/** The costs of thresholds from 0 to 1 in so many equal steps. */
export function costsAlong(answers: readonly JudgedAnswer[], steps: number): ThresholdCost[] {
  return Array.from({ length: steps + 1 }, (_, i) => costAt(answers, i / steps));
}

/**
 * The lowest threshold in whole percent at which at least the share `accuracy` of the given answers is right; null where no
 * threshold that lets an answer through does it.
 */
export function thresholdFor(answers: readonly JudgedAnswer[], accuracy: number): number | null {
  const found = costsAlong(answers, 100).find((cost) => (answeredAccuracy(cost) ?? -1) >= accuracy);
  return found?.threshold ?? null;
}

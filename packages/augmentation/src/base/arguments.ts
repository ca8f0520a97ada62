/** Checks of constructor arguments, with Keras's rules and Keras's wording. */
import { AugmentationError } from "../errors";

/** A number, or a lower and an upper bound. */
export type Factor = number | readonly [number, number];

/** A lower and an upper bound, in this order. */
export type Range = readonly [number, number];

const show = (value: unknown): string => JSON.stringify(value) ?? String(value);

function isPair(value: unknown): value is readonly [number, number] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((entry) => typeof entry === "number")
  );
}

function ascending([a, b]: readonly [number, number]): Range {
  return a <= b ? [a, b] : [b, a];
}

/**
 * Keras's rule for `factor`: a number inside the bounds becomes `[max(-f, low), f]`, a pair is sorted.
 * A pair is refused only if it lies wholly outside the bounds, as in Keras; null counts as 0.
 */
export function resolveFactor(
  factor: Factor | null | undefined,
  [low, high]: Range = [-1, 1],
  argument = "factor",
): Range {
  const value = factor ?? 0;
  const refuse = (): never => {
    throw new AugmentationError(
      "invalid-argument",
      `The \`${argument}\` argument should be a number (or a list of two numbers) in the range [${low}, ${high}]. ` +
        `Received: factor=${show(factor)}`,
    );
  };
  if (isPair(value)) return value[0] > high || value[1] < low ? refuse() : ascending(value);
  if (typeof value !== "number" || !(value >= low && value <= high)) return refuse();
  const size = Math.abs(value);
  return [Math.max(-size, low), size];
}

/** How each number of a strictly checked factor is judged, and the words that name the rule. */
export interface StrictRule {
  readonly allows: (value: number) => boolean;
  readonly message: string;
}

/** Keras's stricter rule (zoom, translation, shear): every number is checked; a scalar becomes `[-|f|, |f|]`. */
export function resolveStrictFactor(
  factor: Factor,
  argument: string,
  { allows, message }: StrictRule,
): Range {
  const refuse = (): never => {
    throw new AugmentationError(
      "invalid-argument",
      `${message}Received: ${argument}=${show(factor)}`,
    );
  };
  if (isPair(factor)) return factor.every(allows) ? ascending(factor) : refuse();
  if (typeof factor !== "number" || !allows(factor)) return refuse();
  const size = Math.abs(factor);
  return [-size, size];
}

/** Checks that a value range is a pair of numbers, and sorts it. */
export function resolveValueRange(valueRange: readonly [number, number]): Range {
  if (isPair(valueRange)) return ascending(valueRange);
  throw new AugmentationError(
    "invalid-argument",
    `The \`valueRange\` argument should be a list of two numbers. Received: valueRange=${show(valueRange)}`,
  );
}

/** Checks that a string is one of a finite list of choices. */
export function resolveChoice<T extends string>(
  value: unknown,
  argument: string,
  choices: readonly T[],
): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new AugmentationError(
    "unknown-choice",
    `Unknown \`${argument}\` ${String(value)}. Expected of one (${choices.map((choice) => `'${choice}'`).join(", ")}).`,
  );
}

/** Checks that a size in pixels is a whole number of at least 1. */
export function resolveSize(value: number, argument: string): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new AugmentationError(
    "invalid-argument",
    `The \`${argument}\` argument should be a whole number of at least 1. Received: ${argument}=${show(value)}`,
  );
}

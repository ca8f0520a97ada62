/** Checks of constructor arguments, with Keras's rules and Keras's wording. */
import { AugmentationError } from "../errors";

/** A number, or a lower and an upper bound. */
export type Factor = number | readonly [number, number];

/** A lower and an upper bound, in this order. */
export type Range = readonly [number, number];

/** A value in the words of an error; JSON has no name for NaN and the infinities. */
export const show = (value: unknown): string =>
  typeof value === "number"
    ? String(value)
    : Array.isArray(value)
      ? `[${value.map(show).join(",")}]`
      : (JSON.stringify(value) ?? String(value));

const smallestNormal = 1.1754943508222875e-38;

/** TensorFlow computes with numbers too small for a normal float32 as with 0; so do the layers with their arguments. */
export const flushed = (value: number): number =>
  // oxlint-disable-next-line oxc/erasing-op -- 0 with the sign of the value
  Math.abs(value) < smallestNormal ? 0 * value : value;

function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}

const sorted = ([a, b]: readonly [number, number]): Range => (a <= b ? [a, b] : [b, a]);

function ascending(pair: readonly [number, number]): Range {
  const [low, high] = sorted(pair);
  return [flushed(low), flushed(high)];
}

/**
 * Keras's rule for `factor`: a number inside the bounds becomes `[max(-f, low), f]`, a pair is sorted.
 * A pair is refused only if it lies wholly outside the bounds, as in Keras, or is not finite; null counts as 0.
 */
export function resolveFactor(
  factor: Factor | null | undefined,
  [low, high]: Range = [-1, 1],
  argument = "factor",
): Range {
  const value = factor === null ? 0 : factor;
  const refuse = (): never => {
    throw new AugmentationError(
      "invalid-argument",
      `The \`${argument}\` argument should be a number (or a list of two numbers) in the range [${low}, ${high}]. ` +
        `Received: factor=${show(factor)}`,
    );
  };
  if (isPair(value)) return value[0] > high || value[1] < low ? refuse() : ascending(value);
  if (typeof value !== "number" || !(value >= low && value <= high)) return refuse();
  const size = flushed(Math.abs(value));
  return [Math.max(-size, low), size];
}

/** As {@link resolveFactor}, for the layers that do not take null. */
export function resolveGivenFactor(factor: Factor, bounds?: Range, argument = "factor"): Range {
  return resolveFactor(factor ?? (Number.NaN as Factor), bounds, argument);
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
  if (isPair(factor)) return factor.every(allows) ? sorted(factor) : refuse();
  if (typeof factor !== "number" || !allows(factor)) return refuse();
  const size = Math.abs(factor);
  return [-size, size];
}

/** What a layer makes of a value range. */
export interface ValueRangeRule {
  /**
   * What happens to a pair whose first number is the larger one: it is sorted, taken as it is, or refused where Keras would
   * give one value for all pixels. Default `"sort"`.
   */
  readonly reversed?: "sort" | "keep" | "refuse";
  /** Whether the layer divides by the width of the range, which then must not be 0. Default false. */
  readonly divides?: boolean;
}

/** Checks that a value range is a pair of finite numbers that the layer can compute with. */
export function resolveValueRange(
  valueRange: readonly [number, number],
  { reversed = "sort", divides = false }: ValueRangeRule = {},
): Range {
  const refuse = (rule: string): never => {
    throw new AugmentationError(
      "invalid-argument",
      `The \`valueRange\` argument should be a list of two ${rule}. Received: valueRange=${show(valueRange)}`,
    );
  };
  if (!isPair(valueRange)) return refuse("numbers");
  const [low, high] = valueRange;
  if (reversed === "refuse" && low > high) refuse("numbers, the lower one first");
  if (divides && !Number.isFinite(Math.fround(255 / (high - low)))) {
    refuse("numbers that lie apart");
  }
  return reversed === "sort" ? ascending(valueRange) : [flushed(low), flushed(high)];
}

/** Checks that an argument is a finite number, above 0 if that is asked for. */
export function resolveNumber(
  value: number,
  argument: string,
  { positive = false }: { readonly positive?: boolean } = {},
): number {
  if (Number.isFinite(value) && (!positive || value > 0)) return value;
  throw new AugmentationError(
    "invalid-argument",
    `The \`${argument}\` argument should be a finite number${positive ? " above 0" : ""}. Received: ${argument}=${show(value)}`,
  );
}

/** Checks that an argument is true or false. */
export function resolveFlag(value: boolean, argument: string): boolean {
  if (typeof value === "boolean") return value;
  throw new AugmentationError(
    "invalid-argument",
    `The \`${argument}\` argument should be true or false. Received: ${argument}=${show(value)}`,
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
    `Unknown \`${argument}\` ${String(value)}. Expected one of (${choices.map((choice) => `'${choice}'`).join(", ")}).`,
  );
}

/** Checks a whole number, such as a size in pixels: at least 1, or another least one. */
export function resolveSize(value: number, argument: string, least = 1): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new AugmentationError(
    "invalid-argument",
    `The \`${argument}\` argument should be a whole number of at least ${least}. Received: ${argument}=${show(value)}`,
  );
}

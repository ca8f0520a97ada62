/** Options as tables: which names a class or function takes, and what each value must be. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "./errors";
import { refuseUnknown } from "./names";

/** What an option's value must be. */
export interface Rule {
  /** Completes "learningRate must be ...". */
  readonly says: string;
  readonly fits: (value: unknown) => boolean;
}

/** A rule for every option; the compiler finds those that were forgotten. */
export type Rules<Options extends object> = { readonly [Name in keyof Required<Options>]: Rule };

/** @param says completes "... must be" */
export function rule(says: string, fits: (value: unknown) => boolean): Rule {
  return { says, fits };
}

const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);

export const anything = rule("anything", () => true);
export const flag = rule("true or false", (value) => typeof value === "boolean");
export const text = rule("a string", (value) => typeof value === "string");
export const someText = rule(
  "a string that is not empty",
  (value) => typeof value === "string" && value !== "",
);
export const abortSignal = rule(
  "an AbortSignal",
  (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<AbortSignal>).aborted === "boolean" &&
    typeof (value as Partial<AbortSignal>).addEventListener === "function",
);
export const aTensor = rule("a tensor", (value) => value instanceof tf.Tensor);
export const aFunction = rule("a function", (value) => typeof value === "function");
export const finite = rule("a finite number", isNumber);
export const positive = rule("above 0", (value) => isNumber(value) && value > 0);
export const share = between(0, 1);

export function between(least: number, most: number): Rule {
  return rule(
    `from ${least} to ${most}`,
    (value) => isNumber(value) && value >= least && value <= most,
  );
}

export function from(least: number): Rule {
  return rule(`a number from ${least}`, (value) => isNumber(value) && value >= least);
}

export function whole(least?: number): Rule {
  return rule(
    least === undefined ? "a whole number" : `a whole number from ${least}`,
    (value) => Number.isInteger(value) && (least === undefined || (value as number) >= least),
  );
}

export function oneOf(...choices: readonly (string | number | boolean)[]): Rule {
  return rule(`one of ${choices.join(", ")}`, (value) => choices.some((each) => each === value));
}

/** One or more values of a rule, as an array. */
export function listOf({ says, fits }: Rule): Rule {
  return rule(`a list, each ${says}`, (value) => Array.isArray(value) && value.every(fits));
}

/** A value of a rule; null stands for none, and is not worth a word. */
export function orNull({ says, fits }: Rule): Rule {
  return rule(says, (value) => value === null || fits(value));
}

export function either(first: Rule, second: Rule): Rule {
  return rule(
    `${first.says}, or ${second.says}`,
    (value) => first.fits(value) || second.fits(value),
  );
}

/** A value as a message shows it: short, and never an error of its own. */
export function show(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  if (Array.isArray(value)) return value.map(show).join(", ");
  if (typeof value === "function") return `the function ${value.name || "without a name"}`;
  if (typeof value !== "object" || value === null) return String(value);
  const { constructor } = value as { constructor?: { name?: string } };
  return constructor === undefined || constructor === Object
    ? `an object with ${Object.keys(value).join(", ") || "nothing"}`
    : `a ${constructor.name}`;
}

/**
 * Checks one argument.
 *
 * @param owner the class or function, for the message
 * @throws TrainingError `invalid-argument`, with the argument, the rule and the value
 */
export function checkArgument(
  owner: string,
  name: string,
  value: unknown,
  { says, fits }: Rule,
): void {
  if (fits(value)) return;
  throw new TrainingError(
    "invalid-argument",
    `${owner}: ${name} must be ${says}; received ${show(value)}.`,
  );
}

/**
 * Gives options back when they are an object of known names with values that fit; undefined values stand for defaults,
 * but not for required ones.
 *
 * @param owner the class or function, for messages
 * @throws TrainingError `unknown-name`, with the nearest name; `invalid-argument`, with the rule and the value
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  rules: Rules<Options>,
  required: readonly string[] = [],
): Options {
  const names = Object.keys(rules);
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new TrainingError(
      "invalid-argument",
      `${owner}: options must be an object with names among ${names.join(", ")}; received ${show(options)}.`,
    );
  }
  refuseUnknown(owner, options, names);
  for (const [name, each] of Object.entries<Rule>(rules)) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined || required.includes(name)) checkArgument(owner, name, value, each);
  }
  return options;
}

/** Whether a value is a class derived from `base`, which was given in place of an instance. */
export function isClassOf(
  base: abstract new (...given: never[]) => object,
  value: unknown,
): boolean {
  return typeof value === "function" && value.prototype instanceof base;
}

/** What arguments must be: each rule is a test and the words that end the sentence "`name` must be ...". */
import { DatasetError } from "../errors";
import { nearestName } from "./nearest-name";

export interface Rule {
  /** Completes "must be". */
  readonly words: string;
  readonly holds: (value: unknown) => boolean;
}

/** A longer value is cut in messages. */
const mostLetters = 120;

/** A value as messages show it. */
export function show(value: unknown): string {
  const text = shownWhole(value);
  return text.length > mostLetters ? `${text.slice(0, mostLetters)}...` : text;
}

function shownWhole(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return String(value); // JSON has neither NaN nor Infinity
  if (Array.isArray(value)) return `[${value.slice(0, mostLetters).map(shownWhole).join(", ")}]`;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "an object";
  }
}

export const trueOrFalse: Rule = {
  words: "true or false",
  holds: (value) => typeof value === "boolean",
};

export const someText: Rule = {
  words: "a non-empty string",
  holds: (value) => typeof value === "string" && value !== "",
};

export const someFunction: Rule = {
  words: "a function",
  holds: (value) => typeof value === "function",
};

export const abortSignal: Rule = {
  words: "an AbortSignal",
  holds: (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<AbortSignal>).aborted === "boolean" &&
    typeof (value as Partial<AbortSignal>).addEventListener === "function",
};

export function oneOf(...choices: readonly string[]): Rule {
  const quoted = choices.map((choice) => JSON.stringify(choice));
  return {
    words: `one of ${quoted.join(", ")}`,
    holds: (value) => typeof value === "string" && choices.includes(value),
  };
}

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): Rule {
  const range =
    most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return {
    words: `a whole number ${range}`,
    holds: (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= least && value <= most,
  };
}

export function nullOr({ words, holds }: Rule): Rule {
  return { words: `null or ${words}`, holds: (value) => value === null || holds(value) };
}

/** The error for a wrong argument of `caller`. */
export function invalid(caller: string, sentence: string): DatasetError {
  return new DatasetError("invalid-argument", `${caller}: ${sentence}`);
}

/** @throws DatasetError `invalid-argument` unless `value` keeps to the rule */
export function check(caller: string, name: string, value: unknown, { words, holds }: Rule): void {
  if (holds(value)) return;
  throw invalid(caller, `\`${name}\` must be ${words}; received ${show(value)}.`);
}

/**
 * Checks that `options` is an object that has no names but the known ones.
 *
 * @throws DatasetError `invalid-argument` that names the nearest known one
 */
export function checkNames(
  caller: string,
  options: unknown,
  known: readonly string[],
): asserts options is Readonly<Record<string, unknown>> {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw invalid(caller, `the options must be an object; received ${show(options)}.`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (known.includes(name) || value === undefined) continue;
    const near = nearestName(name, known);
    const hint =
      near === undefined ? `its options are ${known.join(", ")}` : `did you mean "${near}"?`;
    const end = near === undefined ? "." : "";
    throw invalid(caller, `there is no option "${name}"; ${hint}${end}`);
  }
}

/** Checks every option that was passed against its rule, in the order of the rules. */
export function checkOptions(
  caller: string,
  options: unknown,
  rules: Readonly<Record<string, Rule>>,
): void {
  checkNames(caller, options, Object.keys(rules));
  for (const [name, rule] of Object.entries(rules)) {
    if (options[name] !== undefined) check(caller, name, options[name], rule);
  }
}

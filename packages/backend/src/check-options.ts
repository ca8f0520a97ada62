/** Options of this package's functions: which names there are, and what each value must be. */
import { BackendError } from "./errors";

/** What a value must be: a test, and the words that complete "... must be". */
export interface Rule {
  readonly says: string;
  readonly fits: (value: unknown) => boolean;
}

export const flag: Rule = { says: "true or false", fits: (value) => typeof value === "boolean" };
export const text: Rule = {
  says: "a string that is not empty",
  fits: (value) => typeof value === "string" && value !== "",
};
export const aFunction: Rule = {
  says: "a function",
  fits: (value) => typeof value === "function",
};
export const wholeFromOne: Rule = {
  says: "a whole number of at least 1",
  fits: (value) => Number.isInteger(value) && (value as number) >= 1,
};
export const seconds: Rule = {
  says: "a number of seconds above 0",
  fits: (value) => Number.isFinite(value) && (value as number) > 0,
};
export const abortSignal: Rule = {
  says: "an AbortSignal",
  fits: (value) =>
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<AbortSignal>).aborted === "boolean" &&
    typeof (value as Partial<AbortSignal>).addEventListener === "function",
};

/** A value as a message shows it: short, and never an error of its own. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/**
 * Checks that options are an object of known names with values that fit; undefined stands for the default.
 *
 * @throws BackendError `invalid-argument`, with the argument, the rule and the value
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  rules: Readonly<Record<keyof Options, Rule>>,
): void {
  const names = Object.keys(rules).join(", ");
  const refuse = (sentence: string): never => {
    throw new BackendError("invalid-argument", `${owner}: ${sentence}.`);
  };
  if (typeof options !== "object" || (options as unknown) === null || Array.isArray(options))
    refuse(`options must be an object with names among ${names}; received ${show(options)}`);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(rules, name))
      refuse(`there is no option "${name}"; its options are ${names}`);
    const { says, fits } = rules[name as keyof Options];
    if (!fits(value)) refuse(`${name} must be ${says}; received ${show(value)}`);
  }
}

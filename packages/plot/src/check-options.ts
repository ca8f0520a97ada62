/** Checks at the door: what a function takes as options, and one sentence for everything else. */
import leven from "leven";
import { PlotError } from "./errors";

/** Throws unless `value` is one that the option `name` takes. */
export type OptionRule = (name: string, value: unknown) => void;

/** A rule for each option that there is. */
export type OptionRules<Options> = Readonly<Record<keyof Options, OptionRule>>;

/**
 * Throws unless `options` is an object of known options with values that their rules take; undefined ones are left out.
 *
 * @throws PlotError `invalid-argument`
 */
export function checkOptions<Options extends object>(
  options: Options,
  rules: OptionRules<Options>,
  name = "options",
): void {
  if (!isRecord(options)) refuse(name, "an object", options);
  const known = Object.keys(rules);
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(rules, key)) {
      throw new PlotError(
        "invalid-argument",
        `${name} must be of ${known.join(", ")}. Received: ${JSON.stringify(key)}${suggestion(key, known)}`,
      );
    }
    if (value !== undefined)
      rules[key as keyof Options](name === "options" ? key : `${name}.${key}`, value);
  }
}

/** A finite number from `low` to `high`. */
export function numberIn(low: number, high: number): OptionRule {
  return (name, value) => {
    if (typeof value !== "number" || !(value >= low && value <= high))
      refuse(
        name,
        `a finite number of at least ${low}${high < Infinity ? ` and at most ${high}` : ""}`,
        value,
      );
    if (!Number.isFinite(value)) refuse(name, `a finite number of at least ${low}`, value);
  };
}

/** A whole number from `low` to `high`. */
export function wholeNumberIn(low: number, high: number): OptionRule {
  return (name, value) => {
    if (!Number.isInteger(value)) refuse(name, "a whole number", value);
    numberIn(low, high)(name, value);
  };
}

export const flag: OptionRule = (name, value) => {
  if (typeof value !== "boolean") refuse(name, "true or false", value);
};

export const text: OptionRule = (name, value) => {
  if (typeof value !== "string") refuse(name, "a text", value);
};

/** One of a few words. */
export function oneOf(choices: readonly string[]): OptionRule {
  const quoted = choices.map((choice) => JSON.stringify(choice));
  const list = `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1) ?? ""}`;
  return (name, value) => {
    if (typeof value !== "string" || !choices.includes(value)) refuse(name, list, value);
  };
}

/** A list of texts. */
export const texts: OptionRule = (name, value) => {
  if (!Array.isArray(value)) refuse(name, "a list of texts", value);
  (value as unknown[]).forEach((entry, at) => text(`${name}[${at}]`, entry));
};

/** An object whose own entries follow rules. */
export function entries<Options extends object>(rules: OptionRules<Options>): OptionRule {
  return (name, value) => checkOptions(value as Options, rules, name);
}

/** A list of the bytes of files. */
export const byteLists: OptionRule = (name, value) => {
  if (!Array.isArray(value)) refuse(name, "a list of Uint8Array", value);
  (value as unknown[]).forEach((entry, at) => {
    if (!(entry instanceof Uint8Array)) refuse(`${name}[${at}]`, "a Uint8Array", entry);
  });
};

/** Two finite numbers, the lower first. */
export const range: OptionRule = (name, value) => {
  const isRange =
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((entry) => Number.isFinite(entry)) &&
    value[0] < value[1];
  if (!isRange) {
    const shown = Array.isArray(value) ? `[${value.map(received).join(", ")}]` : undefined;
    throw new PlotError(
      "invalid-argument",
      `${name} must be two finite numbers, the lower first. Received: ${shown ?? received(value)}`,
    );
  }
};

/** @throws PlotError `invalid-argument` always: `name` must be `rule`. */
export function refuse(name: string, rule: string, value: unknown): never {
  throw new PlotError("invalid-argument", `${name} must be ${rule}. Received: ${received(value)}`);
}

/** What a value is, for the end of a sentence. */
export function received(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const { length } = value as unknown as { readonly length?: number };
    return length === 0 ? "an empty list" : `a list of ${length ?? 0}`;
  }
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

/** Whether `value` is an array; `Array.isArray` would make its entries `any`. */
export function isArray(value: unknown): boolean {
  return Array.isArray(value);
}

function isRecord(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value)
  );
}

/** ` Did you mean ...?`, where a name that there is comes close; Keras's spelling with underscores counts as close. */
function suggestion(key: string, known: readonly string[]): string {
  const plain = (name: string): string => name.replace(/[_-]/g, "").toLowerCase();
  const nearest = [...known]
    .map((name) => ({ name, steps: leven(plain(name), plain(key)) }))
    .sort((a, b) => a.steps - b.steps)[0];
  return nearest !== undefined && nearest.steps <= Math.max(2, nearest.name.length / 3)
    ? `. Did you mean "${nearest.name}"?`
    : "";
}

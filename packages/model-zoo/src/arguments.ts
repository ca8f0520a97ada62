/** The arguments of initializers, regularizers and constraints: given by name, none misspelt, numbers where numbers belong. */
import { ModelZooError } from "./errors";

/**
 * Refuses arguments that are not a record, before they are taken apart.
 *
 * @throws ModelZooError `invalid-argument`
 */
export function optionsOf<T extends object>(options: T, className: string): T {
  if (typeof options === "object" && options !== null && !Array.isArray(options)) return options;
  throw new ModelZooError(
    "invalid-argument",
    `${className}: expected its arguments by name, in one object. Received: ${JSON.stringify(options)}`,
  );
}

/** What tfjs adds to every saved object when it loads one. */
const addedByTfjs = "customObjects";

/**
 * Arguments of which each is known.
 *
 * @throws ModelZooError `invalid-argument` for what is no record, and for an argument that the object does not have
 */
export function argumentsOf<T extends object>(
  className: string,
  given: T,
  known: readonly (keyof T & string)[],
): T {
  const options = optionsOf(given, className);
  const unknown = Object.keys(options).find(
    (key) => !known.includes(key as keyof T & string) && key !== addedByTfjs,
  );
  if (unknown === undefined) return options;
  throw new ModelZooError(
    "invalid-argument",
    `Unrecognized argument passed to ${className}: \`${unknown}\`.`,
    {
      remedy:
        known.length > 0 ? `Its arguments are ${known.join(", ")}.` : "It takes no arguments.",
    },
  );
}

/** Checks a number. */
export function finiteNumber(value: number, argument: string, least = -Infinity): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= least) return value;
  const rule = least === 0 ? "a finite number of at least 0" : "a finite number";
  throw new ModelZooError(
    "invalid-argument",
    `Invalid value for argument ${argument}: expected ${rule}. Received: ${argument}=${typeof value === "number" ? String(value) : JSON.stringify(value)}`,
  );
}

/** Checks one axis, or several: whole numbers. */
export function axesOfArgument(
  value: number | readonly number[],
  argument: string,
): number | number[] {
  const axes = Array.isArray(value) ? (value as number[]) : [value];
  if (axes.length > 0 && axes.every((axis) => Number.isInteger(axis))) {
    return Array.isArray(value) ? [...(value as number[])] : (value as number);
  }
  throw new ModelZooError(
    "invalid-argument",
    `Invalid value for argument ${argument}: expected a whole number or a list of them. Received: ${argument}=${JSON.stringify(value)}`,
  );
}

/** Checks of single arguments, in Keras's words where Keras has the check. */
import { ModelZooError } from "../../errors";

/** A finite number, at least `least`. */
export function finite(value: number, argument: string, least = -Infinity): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= least) return value;
  const rule = least === 0 ? "a finite number of at least 0" : "a finite number";
  throw new ModelZooError(
    "invalid-argument",
    `Invalid value for argument \`${argument}\`. Expected ${rule}. Received: ${argument}=${JSON.stringify(value)}`,
  );
}

/** A whole number that names an axis, from the end where it is negative. */
export function axisOf(value: number, argument: string): number {
  if (Number.isInteger(value)) return value;
  throw new ModelZooError(
    "invalid-argument",
    `Invalid value for argument \`${argument}\`. Expected a whole number. Received: ${argument}=${JSON.stringify(value)}`,
  );
}

/** One axis or several. */
export type Axes = number | readonly number[];

/** The axes of one or several, as a list. @throws ModelZooError `invalid-argument` */
export function axesOf(value: Axes): readonly number[] {
  const axes = typeof value === "number" ? [value] : value;
  if (Array.isArray(axes) && axes.length > 0)
    return axes.map((axis) => axisOf(axis as number, "axis"));
  throw new ModelZooError(
    "invalid-argument",
    `Expected an int or a list of ints for the argument \`axis\`. Received: axis=${JSON.stringify(value)}`,
  );
}

/** Refuses an argument of Keras's that ours only have turned off. */
export function onlyFalse(value: unknown, argument: string): void {
  if (value === undefined || value === false || value === null) return;
  throw new ModelZooError(
    "invalid-argument",
    `\`${argument}\` can only be false here. Received: ${argument}=${JSON.stringify(value)}`,
  );
}

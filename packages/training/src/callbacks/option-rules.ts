/** What options that several callbacks have must be. */
import { TrainingError } from "../errors";
import { aFunction, oneOf, rule } from "../options";
import type { Trainer } from "../trainer/trainer";

const isStore = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  ["read", "writeAtomic", "append", "remove"].every(
    (name) => typeof (value as Readonly<Record<string, unknown>>)[name] === "function",
  );

export const storeRule = rule("a store of files, such as folderStore() gives", isStore);

export const saveFreqRule = rule(
  '"epoch" or a positive whole number',
  (value) => value === "epoch" || (Number.isInteger(value) && (value as number) > 0),
);

export const modeRule = rule('"auto", "min" or "max"', (value) =>
  ["auto", "min", "max"].includes(value as string),
);

export const messageRules = {
  verbose: oneOf(0, 1),
  write: aFunction,
  onWarning: aFunction,
} as const;

/**
 * Refuses to set a rate that a schedule decides.
 *
 * @throws TrainingError `invalid-argument`
 */
export function checkSettableRate(owner: string, { optimizer }: Trainer): void {
  if (optimizer.isScheduled !== true) return;
  throw new TrainingError(
    "invalid-argument",
    `${owner}: the optimizer was created with a schedule as its learningRate, hence its learning rate is not settable. Create it with a number instead.`,
  );
}

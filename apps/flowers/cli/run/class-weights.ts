/** What each class weighs in training: by its name, or so that all classes count alike. */
import { type ClassWeight, classWeightsFor } from "@flowers/training";
import type { Split } from "../data/load-split";
import { UserError } from "../user-error";

/** As `--class-weights` says it: classes that are not named weigh 1. */
export type ClassWeights = "balanced" | Readonly<Record<string, number>>;

/**
 * Weights by class index; undefined where all classes weigh 1.
 *
 * @throws UserError for a class that the photos do not have
 */
export function classWeightsOf(
  weights: ClassWeights | undefined,
  { training, classNames }: Split,
): ClassWeight | undefined {
  if (weights === undefined) return undefined;
  if (weights === "balanced") return classWeightsFor(training.classCounts ?? []);
  const stranger = Object.keys(weights).find((name) => !classNames.includes(name));
  if (stranger !== undefined) {
    throw new UserError(`--class-weights: there is no class "${stranger}".`, {
      remedy: `The classes are ${classNames.join(", ")}.`,
    });
  }
  return Object.fromEntries(classNames.map((name, k) => [k, weights[name] ?? 1]));
}

/** Constraints by Keras's names: tfjs's own classes, whose values are Keras's. */
import * as tf from "@tensorflow/tfjs";
import { ModelZooError } from "../errors";
import { named, savedObject } from "../names";

/** What a tfjs layer takes as `kernelConstraint`. */
export type Constraint = ReturnType<typeof tf.constraints.nonNeg>;

/** One factory for each of Keras's constraints. */
export const { maxNorm, minMaxNorm, nonNeg, unitNorm } = tf.constraints;

const makers: Readonly<Record<string, (config?: object) => Constraint>> = {
  maxNorm: (config) => maxNorm({ ...config }),
  minMaxNorm: (config) => minMaxNorm({ ...config }),
  nonNeg: () => nonNeg(),
  unitNorm: (config) => unitNorm({ ...config }),
};

/** A name (`"max_norm"`, `"NonNeg"`, `"unitNorm"`, `"min_max_norm"`), a constraint, or one as a saved model has it. */
export type ConstraintLike = string | Constraint;

/**
 * The constraint of a name.
 *
 * @throws ModelZooError `unknown-name`, listing the names
 */
export function getConstraint(constraint: ConstraintLike | null | undefined): Constraint | null {
  if (constraint === null || constraint === undefined) return null;
  if (typeof constraint === "string") return named(makers, constraint, "constraint")();
  if (typeof constraint === "object" && typeof constraint.apply === "function") return constraint;
  const saved = savedObject(constraint);
  if (saved) return named(makers, saved.className, "constraint")(saved.config);
  throw new ModelZooError(
    "invalid-argument",
    `Could not interpret constraint identifier: ${JSON.stringify(constraint)}. Expected a name or a constraint.`,
  );
}

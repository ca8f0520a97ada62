/** Constraints by Keras's names: tfjs's own classes, whose values are Keras's. */
import * as tf from "@tensorflow/tfjs";
import { argumentsOf, axesOfArgument, finiteNumber } from "../arguments";
import { ModelZooError } from "../errors";
import { named, savedObject } from "../names";

/** What a tfjs layer takes as `kernelConstraint`. */
export type Constraint = ReturnType<typeof tf.constraints.nonNeg>;

/** Arguments of {@link maxNorm}. */
export interface MaxNormOptions {
  /** The largest length. Default 2. */
  readonly maxValue?: number;
  /** The axis, or axes, over which a length is taken. Default 0. */
  readonly axis?: number | readonly number[];
}

/** Arguments of {@link minMaxNorm}. */
export interface MinMaxNormOptions {
  /** Default 0. */
  readonly minValue?: number;
  /** Default 1. */
  readonly maxValue?: number;
  /** How far towards the bounds a step goes, 1 to reach them. Default 1. */
  readonly rate?: number;
  /** The axis, or axes, over which a length is taken. Default 0. */
  readonly axis?: number | readonly number[];
}

/** Arguments of {@link unitNorm}. */
export interface UnitNormOptions {
  /** The axis, or axes, over which a length is taken. Default 0. */
  readonly axis?: number | readonly number[];
}

/** Scales what is longer than a length down to it. @throws ModelZooError `invalid-argument` */
export function maxNorm(given: MaxNormOptions = {}): Constraint {
  const { maxValue = 2, axis = 0 } = argumentsOf("MaxNorm", given, ["maxValue", "axis"]);
  return tf.constraints.maxNorm({
    maxValue: finiteNumber(maxValue, "maxValue"),
    axis: axesOfArgument(axis, "axis") as number,
  });
}

/** Scales lengths into a range. @throws ModelZooError `invalid-argument` */
export function minMaxNorm(given: MinMaxNormOptions = {}): Constraint {
  const known = ["minValue", "maxValue", "rate", "axis"] as const;
  const {
    minValue = 0,
    maxValue = 1,
    rate = 1,
    axis = 0,
  } = argumentsOf("MinMaxNorm", given, known);
  return tf.constraints.minMaxNorm({
    minValue: finiteNumber(minValue, "minValue"),
    maxValue: finiteNumber(maxValue, "maxValue"),
    rate: finiteNumber(rate, "rate"),
    axis: axesOfArgument(axis, "axis") as number,
  });
}

/** Makes what is below 0 to 0. */
export const nonNeg = (given: object = {}): Constraint => {
  argumentsOf<Record<string, never>>("NonNeg", given as Record<string, never>, []);
  return tf.constraints.nonNeg();
};

/** Scales lengths to 1. @throws ModelZooError `invalid-argument` */
export function unitNorm(given: UnitNormOptions = {}): Constraint {
  const { axis = 0 } = argumentsOf("UnitNorm", given, ["axis"]);
  return tf.constraints.unitNorm({ axis: axesOfArgument(axis, "axis") as number });
}

const makers: Readonly<Record<string, (config?: object) => Constraint>> = {
  maxNorm: (config) => maxNorm(config),
  minMaxNorm: (config) => minMaxNorm(config),
  nonNeg: (config) => nonNeg(config),
  unitNorm: (config) => unitNorm(config),
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

/** Activations by Keras's names. */
import { ModelZooError } from "../errors";
import { named } from "../names";
import { activations, type ActivationFunction, type ActivationName } from "./activations";

/** A name in Keras's spelling or ours (`"leaky_relu"`, `"leakyRelu"`), or a function. */
export type ActivationLike = ActivationName | (string & {}) | ActivationFunction;

/** An activation and the name that it is saved under; null for a function of the user's own. */
export interface Activation {
  readonly apply: ActivationFunction;
  readonly name: string | null;
}

/** `leakyRelu` becomes `leaky_relu`, Keras's spelling, in which activations are saved. */
const snakeCase = (name: string): string =>
  name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

/** One name for each function; an alias is saved as what it stands for. */
const nameOf = new Map<ActivationFunction, string>();
for (const [name, apply] of Object.entries(activations)) {
  if (!nameOf.has(apply)) nameOf.set(apply, snakeCase(name));
}
nameOf.set(activations.celu, "celu");

/**
 * The activation of a name or a function; null and undefined mean linear.
 *
 * @throws ModelZooError `unknown-name`, listing the names
 */
export function getActivation(activation: ActivationLike | null | undefined): Activation {
  if (activation === null || activation === undefined) return getActivation("linear");
  if (typeof activation === "string") {
    const apply = named<ActivationFunction>(activations, activation, "activation");
    return { apply, name: nameOf.get(apply) ?? null };
  }
  if (typeof activation === "function") {
    return { apply: activation, name: nameOf.get(activation) ?? null };
  }
  throw new ModelZooError(
    "invalid-argument",
    `Could not interpret activation identifier: ${JSON.stringify(activation)}. Expected a name or a function.`,
  );
}

/** The name that an activation is saved under. */
export function activationName({ name }: Activation, layer: string): string {
  if (name !== null) return name;
  throw new ModelZooError(
    "invalid-argument",
    `Layer "${layer}" cannot be saved: its activation is a function of your own.`,
    { remedy: "Use one of Keras's activations by name, or save the weights alone." },
  );
}

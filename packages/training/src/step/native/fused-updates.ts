/** Optimizers whose update TensorFlow has as one op: Adam is `ResourceApplyAdam`. */
import * as tf from "@tensorflow/tfjs";
import { Adam, AdamW } from "../../optimizers/adam";
import type { Optimizer } from "../../optimizers/optimizer";
import { adamPowers } from "../../optimizers/rules/adam";
import { f32 } from "../../optimizers/rules/rule";
import type { Weight } from "../../optimizers/weight";
import type { FusedUpdate } from "./recorded-step";

/** Names of an op's scalars among a step's inputs. */
const scalarNames = ["power1", "power2", "rate"] as const;

/** Numbers of a step by the names of its inputs. */
type Numbers = Readonly<Record<string, number>>;

/** A class that extends Adam may update in another way. */
function isAdam(optimizer: Optimizer): optimizer is Adam {
  const prototype: unknown = Object.getPrototypeOf(optimizer);
  return prototype === Adam.prototype || prototype === AdamW.prototype;
}

/** The optimizer's numbers for the next batch, with those that the fused op takes in their place where there is one. */
export function stepNumbers(optimizer: Optimizer): Numbers {
  const numbers = optimizer.numbers();
  if (!isAdam(optimizer)) return numbers;
  const powers = adamPowers(optimizer, optimizer.iterations + 1);
  return { ...numbers, ...powers, rate: f32(optimizer.learningRate) };
}

/**
 * The step's updates as one op each, or null where TensorFlow has none that does the same. The gradients are kept
 * (`tf.keep`) and belong to whoever uses the updates.
 *
 * @param inputName what the step's input of a number is called
 */
export function fusedUpdates(
  optimizer: Optimizer,
  weights: readonly Weight[],
  gradients: readonly (tf.Tensor | null)[],
  inputName: (number: string) => string,
): FusedUpdate[] | null {
  if (!isAdam(optimizer) || optimizer.amsgrad || !optimizer.isPlain) return null;
  const { beta1, beta2, epsilon, slots } = optimizer;
  const updates = weights.map((weight, i): FusedUpdate | null => {
    const [gradient, variable] = [gradients[i], weight.read()];
    const constrained = "constraint" in weight && Boolean(weight.constraint);
    if (!gradient || constrained || !(variable instanceof tf.Variable)) return null;
    return {
      op: "ResourceApplyAdam",
      variables: [variable, ...(slots[i] ?? [])],
      scalars: [...scalarNames.map(inputName), beta1, beta2, epsilon],
      gradient,
    };
  });
  const possible = updates.filter((update) => update !== null);
  if (possible.length < weights.length) return null;
  possible.forEach(({ gradient }) => tf.keep(gradient));
  return possible;
}

/** Arguments that layers with weights share: how each is initialized, penalized and constrained. */
import type * as tf from "@tensorflow/tfjs";
import type { Activation, ActivationLike } from "../../activations/get-activation";
import {
  type Constraint,
  type ConstraintLike,
  getConstraint,
} from "../../constraints/get-constraint";
import { getInitializer, type InitializerLike } from "../../initializers/get-initializer";
import type { Initializer } from "../../initializers/seeded-initializer";
import { getRegularizer, type RegularizerLike } from "../../regularizers/get-regularizer";
import type { Regularizer } from "../../regularizers/regularizers";
import { type KerasLayer, saved } from "./keras-layer";

/** The argument `activation` of a layer. */
export interface ActivationOption {
  /** A function by Keras's name, or itself. Default linear. */
  readonly activation?: ActivationLike | null;
}

/** Arguments about the kernel. */
export interface KernelArguments {
  /** Default `"glorotUniform"`, its seed drawn from Keras's global Python stream when the layer is made. */
  readonly kernelInitializer?: InitializerLike | null;
  readonly kernelRegularizer?: RegularizerLike | null;
  readonly kernelConstraint?: ConstraintLike | null;
}

/** Arguments about the bias. */
export interface BiasArguments {
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Default `"zeros"`. */
  readonly biasInitializer?: InitializerLike | null;
  readonly biasRegularizer?: RegularizerLike | null;
  readonly biasConstraint?: ConstraintLike | null;
}

interface WeightArguments {
  readonly initializer: InitializerLike;
  readonly regularizer: RegularizerLike | null | undefined;
  readonly constraint: ConstraintLike | null | undefined;
}

/** How one weight is made. */
export class WeightOptions {
  readonly #role: string;
  readonly #initializer: Initializer;
  readonly #regularizer: Regularizer | null;
  readonly #constraint: Constraint | null;

  /** @param role - the weight's name, and what its arguments' names start with */
  constructor(role: string, { initializer, regularizer, constraint }: WeightArguments) {
    this.#role = role;
    this.#initializer = getInitializer(initializer);
    this.#regularizer = getRegularizer(regularizer);
    this.#constraint = getConstraint(constraint);
  }

  /** Adds the weight to a layer that is being built. */
  addTo(layer: KerasLayer, shape: number[], name = this.#role): tf.LayerVariable {
    return layer.addWeight(
      name,
      shape,
      "float32",
      this.#initializer,
      this.#regularizer as Regularizer,
      true,
      this.#constraint as Constraint,
    );
  }

  getConfig(): tf.serialization.ConfigDict {
    return {
      [`${this.#role}Initializer`]: saved(this.#initializer),
      [`${this.#role}Regularizer`]: saved(this.#regularizer),
      [`${this.#role}Constraint`]: saved(this.#constraint),
    };
  }
}

/**
 * Takes the arguments about one weight out of a record of options.
 *
 * @param role - what the arguments' names start with
 * @param initial - the initializer where none is given
 */
export function takeWeight(
  role: string,
  options: Record<string, unknown>,
  initial: string,
): WeightOptions {
  const take = (kind: string): never => {
    const key = `${role}${kind}`;
    const value = options[key];
    Reflect.deleteProperty(options, key);
    return value as never;
  };
  const initializer = take("Initializer") as InitializerLike | null | undefined;
  return new WeightOptions(role, {
    initializer: initializer ?? initial,
    regularizer: take("Regularizer"),
    constraint: take("Constraint"),
  });
}

/** The activations that tfjs's kernels compute together with the product before them. */
export function fusible({ name }: Activation): "linear" | "relu" | "elu" | null {
  return name === "linear" || name === "relu" || name === "elu" ? name : null;
}

/** Adam with Nesterov's momentum. */
import type { OptimizerOptions } from "./options";
import { RuleOptimizer } from "./rule-optimizer";
import { nadamRule } from "./rules/nadam";

/** Arguments of {@link Nadam}. */
export interface NadamOptions extends OptimizerOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

/** Keras's Nadam (rules/nadam.ts). Rate 0.001 by default. */
export class Nadam extends RuleOptimizer {
  static override readonly name: string = "Nadam";
  readonly className = "Nadam";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;

  constructor({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, ...options }: NadamOptions = {}) {
    super(options, 0.001, nadamRule({ beta1, beta2, epsilon }));
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }
}

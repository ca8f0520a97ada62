/** Adamax. */
import type { OptimizerOptions } from "./options";
import { RuleOptimizer } from "./rule-optimizer";
import { adamaxRule } from "./rules/adamax";

/** Arguments of {@link Adamax}. */
export interface AdamaxOptions extends OptimizerOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

/** Keras's Adamax (rules/adamax.ts). Rate 0.001 by default. */
export class Adamax extends RuleOptimizer {
  static override readonly name: string = "Adamax";
  readonly className = "Adamax";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;

  constructor({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, ...options }: AdamaxOptions = {}) {
    super(options, 0.001, adamaxRule({ beta1, beta2, epsilon }));
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }
}

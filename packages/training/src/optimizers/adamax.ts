/** Adamax. */
import { finite } from "../options";
import { checkOwnOptions, type OptimizerOptions, type OwnRules } from "./options";
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

const rules: OwnRules<AdamaxOptions> = {
  beta1: finite,
  beta2: finite,
  epsilon: finite,
};

/** Keras's Adamax (rules/adamax.ts). Rate 0.001 by default. */
export class Adamax extends RuleOptimizer {
  static override readonly name: string = "Adamax";
  readonly className = "Adamax";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;

  constructor(options: AdamaxOptions = {}) {
    const {
      beta1 = 0.9,
      beta2 = 0.999,
      epsilon = 1e-7,
      ...shared
    } = checkOwnOptions(new.target.name, options, rules);
    super(shared, 0.001, adamaxRule({ beta1, beta2, epsilon }));
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }
}

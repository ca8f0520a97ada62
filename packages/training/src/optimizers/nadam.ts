/** Adam with Nesterov's momentum. */
import { finite } from "../options";
import { checkOwnOptions, type OptimizerOptions, type OwnRules } from "./options";
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

const rules: OwnRules<NadamOptions> = {
  beta1: finite,
  beta2: finite,
  epsilon: finite,
};

/** Keras's Nadam (rules/nadam.ts). Rate 0.001 by default. */
export class Nadam extends RuleOptimizer {
  static override readonly name: string = "Nadam";
  readonly className = "Nadam";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;

  constructor(options: NadamOptions = {}) {
    const {
      beta1 = 0.9,
      beta2 = 0.999,
      epsilon = 1e-7,
      ...shared
    } = checkOwnOptions(new.target.name, options, rules);
    super(shared, 0.001, nadamRule({ beta1, beta2, epsilon }));
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }
}

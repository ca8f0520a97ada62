/** Adadelta. */
import { finite } from "../options";
import { checkOwnOptions, type OptimizerOptions, type OwnRules } from "./options";
import { RuleOptimizer } from "./rule-optimizer";
import { adadeltaRule } from "./rules/adadelta";

/** Arguments of {@link Adadelta}. */
export interface AdadeltaOptions extends OptimizerOptions {
  /** Default 0.95. */
  readonly rho?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

const rules: OwnRules<AdadeltaOptions> = {
  rho: finite,
  epsilon: finite,
};

/** Keras's Adadelta (rules/adadelta.ts). Rate 0.001 by default. */
export class Adadelta extends RuleOptimizer {
  static override readonly name: string = "Adadelta";
  readonly className = "Adadelta";
  readonly rho: number;
  readonly epsilon: number;

  constructor(options: AdadeltaOptions = {}) {
    const {
      rho = 0.95,
      epsilon = 1e-7,
      ...shared
    } = checkOwnOptions(new.target.name, options, rules);
    super(shared, 0.001, adadeltaRule({ rho, epsilon }));
    this.rho = rho;
    this.epsilon = epsilon;
  }
}

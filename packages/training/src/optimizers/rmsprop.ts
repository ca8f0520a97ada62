/** RMSprop, plain and centered. */
import { finite, flag } from "../options";
import { checkOwnOptions, type OptimizerOptions, type OwnRules } from "./options";
import { RuleOptimizer } from "./rule-optimizer";
import { rmspropRule } from "./rules/rmsprop";

/** Arguments of {@link RMSprop}. */
export interface RMSpropOptions extends OptimizerOptions {
  /** Default 0.9. */
  readonly rho?: number;
  /** Default 0. */
  readonly momentum?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
  /** Divide by the variance instead of the mean square. Default false. */
  readonly centered?: boolean;
}

const rules: OwnRules<RMSpropOptions> = {
  rho: finite,
  momentum: finite,
  epsilon: finite,
  centered: flag,
};

/** Keras's RMSprop (rules/rmsprop.ts). Rate 0.001 by default. */
export class RMSprop extends RuleOptimizer {
  static override readonly name: string = "RMSprop";
  readonly className = "RMSprop";
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;

  constructor(options: RMSpropOptions = {}) {
    const {
      rho = 0.9,
      momentum = 0,
      epsilon = 1e-7,
      centered = false,
      ...shared
    } = checkOwnOptions(new.target.name, options, rules);
    super(shared, 0.001, rmspropRule({ rho, momentum, epsilon, centered }));
    this.rho = rho;
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.centered = centered;
  }
}

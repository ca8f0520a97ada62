/** Adam and AdamW. */
import { finite, flag } from "../options";
import { checkOwnOptions, type OptimizerOptions, type OwnRules } from "./options";
import { RuleOptimizer } from "./rule-optimizer";
import { adamRule } from "./rules/adam";

/** Arguments of {@link Adam}. */
export interface AdamOptions extends OptimizerOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Added to the uncorrected root. Default 1e-7. */
  readonly epsilon?: number;
  /** Divide by the largest second moment so far. Default false. */
  readonly amsgrad?: boolean;
}

const rules: OwnRules<AdamOptions> = {
  beta1: finite,
  beta2: finite,
  epsilon: finite,
  amsgrad: flag,
};

/** Keras's Adam (rules/adam.ts). Rate 0.001 by default. */
export class Adam extends RuleOptimizer {
  static override readonly name: string = "Adam";
  readonly className: string = "Adam";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;

  constructor(options: AdamOptions = {}) {
    const {
      beta1 = 0.9,
      beta2 = 0.999,
      epsilon = 1e-7,
      amsgrad = false,
      ...shared
    } = checkOwnOptions(new.target.name, options, rules);
    super(shared, 0.001, adamRule({ beta1, beta2, epsilon, amsgrad }));
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.amsgrad = amsgrad;
  }
}

/** {@link Adam} with a weight decay of 0.004 by default. */
export class AdamW extends Adam {
  static override readonly name: string = "AdamW";
  override readonly className = "AdamW";

  constructor(options: AdamOptions = {}) {
    const { weightDecay = 0.004, ...others } = checkOwnOptions(new.target.name, options, rules);
    super({ weightDecay, ...others });
  }

  override get name(): string {
    return "adamw";
  }
}

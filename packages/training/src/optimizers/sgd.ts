/** Gradient descent, with momentum and Nesterov's. */
import { TrainingError } from "../errors";
import { finite, flag } from "../options";
import { checkOwnOptions, type OptimizerOptions, type OwnRules } from "./options";
import { RuleOptimizer } from "./rule-optimizer";
import { sgdRule } from "./rules/sgd";

/** Arguments of {@link SGD}. */
export interface SGDOptions extends OptimizerOptions {
  /** From 0 to 1. Default 0. */
  readonly momentum?: number;
  /** Default false. */
  readonly nesterov?: boolean;
}

const rules: OwnRules<SGDOptions> = {
  momentum: finite,
  nesterov: flag,
};

/** Keras's SGD (rules/sgd.ts). Rate 0.01 by default. */
export class SGD extends RuleOptimizer {
  static override readonly name: string = "SGD";
  readonly className = "SGD";
  readonly momentum: number;
  readonly nesterov: boolean;

  constructor(options: SGDOptions = {}) {
    const {
      momentum = 0,
      nesterov = false,
      ...shared
    } = checkOwnOptions(new.target.name, options, rules);
    super(shared, 0.01, sgdRule({ momentum, nesterov }));
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new TrainingError(
        "invalid-argument",
        `\`momentum\` must be a float between [0, 1]. Received: ${momentum}`,
      );
    }
    this.momentum = momentum;
    this.nesterov = nesterov;
  }
}

/** Adagrad. */
import { finite } from "../options";
import { checkOwnOptions, type OptimizerOptions, type OwnRules } from "./options";
import { RuleOptimizer } from "./rule-optimizer";
import { adagradRule } from "./rules/adagrad";

/** Arguments of {@link Adagrad}. */
export interface AdagradOptions extends OptimizerOptions {
  /** Default 0.1. */
  readonly initialAccumulatorValue?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

const rules: OwnRules<AdagradOptions> = {
  initialAccumulatorValue: finite,
  epsilon: finite,
};

/** Keras's Adagrad (rules/adagrad.ts). Rate 0.001 by default. */
export class Adagrad extends RuleOptimizer {
  static override readonly name: string = "Adagrad";
  readonly className = "Adagrad";
  readonly initialAccumulatorValue: number;
  readonly epsilon: number;

  constructor(options: AdagradOptions = {}) {
    const {
      initialAccumulatorValue = 0.1,
      epsilon = 1e-7,
      ...shared
    } = checkOwnOptions(new.target.name, options, rules);
    super(shared, 0.001, adagradRule({ initialAccumulatorValue, epsilon }));
    this.initialAccumulatorValue = initialAccumulatorValue;
    this.epsilon = epsilon;
  }
}

/** Follow the regularized leader. */
import { TrainingError } from "../errors";
import { finite } from "../options";
import { checkOwnOptions, type OptimizerOptions, type OwnRules } from "./options";
import { RuleOptimizer } from "./rule-optimizer";
import { ftrlRule } from "./rules/ftrl";

/** Arguments of {@link Ftrl}. */
export interface FtrlOptions extends OptimizerOptions {
  /** At most 0. Default -0.5. */
  readonly learningRatePower?: number;
  /** At least 0. Default 0.1. */
  readonly initialAccumulatorValue?: number;
  /** At least 0. Default 0. */
  readonly l1RegularizationStrength?: number;
  /** At least 0. Default 0. */
  readonly l2RegularizationStrength?: number;
  /** At least 0. Default 0. */
  readonly l2ShrinkageRegularizationStrength?: number;
  /** At least 0. Default 0. */
  readonly beta?: number;
}

const rules: OwnRules<FtrlOptions> = {
  learningRatePower: finite,
  initialAccumulatorValue: finite,
  l1RegularizationStrength: finite,
  l2RegularizationStrength: finite,
  l2ShrinkageRegularizationStrength: finite,
  beta: finite,
};

/** Ftrl. A weight is computed again from its linear slot at every step, so the first step discards most of its start. */
export class Ftrl extends RuleOptimizer {
  static override readonly name: string = "Ftrl";
  readonly className = "Ftrl";
  readonly learningRatePower: number;
  readonly initialAccumulatorValue: number;
  readonly l1RegularizationStrength: number;
  readonly l2RegularizationStrength: number;
  readonly l2ShrinkageRegularizationStrength: number;
  readonly beta: number;

  constructor(options: FtrlOptions = {}) {
    const {
      learningRatePower = -0.5,
      initialAccumulatorValue = 0.1,
      l1RegularizationStrength = 0,
      l2RegularizationStrength = 0,
      l2ShrinkageRegularizationStrength = 0,
      beta = 0,
      ...shared
    } = checkOwnOptions(new.target.name, options, rules);
    super(
      shared,
      0.001,
      ftrlRule({
        learningRatePower,
        initialAccumulatorValue,
        l1RegularizationStrength,
        l2RegularizationStrength,
        l2ShrinkageRegularizationStrength,
        beta,
      }),
    );
    const nonNegative = {
      initialAccumulatorValue,
      l1RegularizationStrength,
      l2RegularizationStrength,
      l2ShrinkageRegularizationStrength,
      beta,
    };
    for (const [name, value] of Object.entries(nonNegative)) {
      if (!(value >= 0)) {
        throw new TrainingError(
          "invalid-argument",
          `\`${name}\` needs to be positive or zero. Received: ${name}=${value}.`,
        );
      }
    }
    if (!(learningRatePower <= 0)) {
      throw new TrainingError(
        "invalid-argument",
        `\`learningRatePower\` needs to be negative or zero. Received: learningRatePower=${learningRatePower}.`,
      );
    }
    this.learningRatePower = learningRatePower;
    this.initialAccumulatorValue = initialAccumulatorValue;
    this.l1RegularizationStrength = l1RegularizationStrength;
    this.l2RegularizationStrength = l2RegularizationStrength;
    this.l2ShrinkageRegularizationStrength = l2ShrinkageRegularizationStrength;
    this.beta = beta;
  }
}

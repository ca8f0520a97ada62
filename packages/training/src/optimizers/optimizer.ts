/** The base of Keras's optimizers: the order of a step, and the keeper of counters and slots. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { snakeCase } from "../names";
import type { OptimizerState } from "../trainer/state";
import { readTensor, writeVariable } from "../tensors";
import { clipGradients } from "./clip";
import { GradientAccumulator } from "./gradient-accumulator";
import { MovingAverage } from "./moving-average";
import { checkLearningRate, checkOptions, type OptimizerOptions } from "./options";
import { f32 } from "./rules/rule";
import type { LearningRateSchedule } from "./schedules";
import { variableFor, type Weight, writeWeight } from "./weight";

/** What an update works on; all float32 and of the weight's shape but for the scalars. */
export interface UpdateInput {
  readonly value: tf.Tensor;
  readonly gradient: tf.Tensor;
  /** The slots, in the order of `slotNames`. */
  readonly slots: readonly tf.Tensor[];
  /** The numbers of {@link Optimizer.scalars}. */
  readonly scalars: Readonly<Record<string, tf.Scalar>>;
}

/** What a rule's update gives: the new value of the variable, and of its slots. */
export interface UpdateOutput {
  readonly value: tf.Tensor;
  /** In the order of `slotNames`. */
  readonly slots: readonly tf.Tensor[];
}

/** The learning rate among the numbers of a step; it decays weights, whatever the rule makes of it. */
const rateName = "learning_rate";

/**
 * An optimizer by Keras's rules. Numbers that depend on the step are computed on the host in float32; what is done to
 * weights and slots is a pure function of tensors. One optimizer trains one model.
 *
 * Extend it with a rule of your own: the names of the slots, the step's numbers, and the update of one weight. Clipping,
 * weight decay, averages, accumulation, saving and the compiled step come with it.
 *
 * @throws TrainingError `invalid-argument` if more than one way of clipping is asked for, or an option is out of range
 *
 * @example
 * class SignDescent extends Optimizer {
 *   readonly className = "SignDescent";
 *   readonly slotNames = [];
 *   constructor(options: OptimizerOptions = {}) {
 *     super(options, 0.01);
 *   }
 *   scalars(rate: number) {
 *     return { rate };
 *   }
 *   update({ value, gradient, scalars }: UpdateInput): UpdateOutput {
 *     const { rate = tf.scalar(0) } = scalars;
 *     return { value: tf.sub(value, tf.mul(rate, tf.sign(gradient))), slots: [] };
 *   }
 * }
 */
export abstract class Optimizer {
  static readonly name: string = "Optimizer";
  /** Keras's class name. */
  abstract readonly className: string;
  readonly weightDecay: number | null;
  readonly useEma: boolean;
  readonly emaMomentum: number;
  readonly emaOverwriteFrequency: number | null;
  readonly lossScaleFactor: number | null;
  readonly gradientAccumulationSteps: number | null;
  readonly #options: OptimizerOptions;
  #rate: number | LearningRateSchedule;
  #batches = 0;
  #weights: readonly { readonly weight: Weight; readonly slots: readonly tf.Variable[] }[] = [];
  #average: MovingAverage | null = null;
  /** Whether the averages are in the weights' place, and the weights in theirs. */
  #isSwapped = false;
  #accumulator: GradientAccumulator | null = null;

  constructor(options: OptimizerOptions, defaultRate: number) {
    checkOptions(new.target.name, options);
    this.weightDecay = options.weightDecay ?? null;
    this.useEma = options.useEma ?? false;
    this.emaMomentum = options.emaMomentum ?? 0.99;
    this.emaOverwriteFrequency = options.emaOverwriteFrequency ?? null;
    this.lossScaleFactor = options.lossScaleFactor ?? null;
    this.gradientAccumulationSteps = options.gradientAccumulationSteps ?? null;
    this.#options = options;
    this.#rate = options.learningRate ?? defaultRate;
  }

  /** Names of the tensors kept for each weight. */
  abstract readonly slotNames: readonly string[];

  /** What a slot starts as. Default 0. */
  protected slotStart(_name: string): number {
    return 0;
  }

  /** Numbers of this step: `rate` is the learning rate, `step` counts from 1. All are rounded to float32. */
  abstract scalars(rate: number, step: number): Record<string, number>;

  /** New weight and slots of one weight. Runs in a tidy. */
  abstract update(input: UpdateInput): UpdateOutput;

  /** Running numbers besides the slots, such as Nadam's product. */
  protected runningScalars(): Record<string, number> {
    return {};
  }

  protected setRunningScalars(_scalars: Readonly<Record<string, number>>): void {
    // Most optimizers have none.
  }

  /** Called when a step's updates are all applied. */
  protected finishStep(): void {
    // Most optimizers have nothing to advance.
  }

  /** Updates made so far: batches, or with `gradientAccumulationSteps` as many times fewer. */
  get iterations(): number {
    return Math.floor(this.#batches / (this.gradientAccumulationSteps ?? 1));
  }

  get name(): string {
    return this.#options.name ?? snakeCase(this.className);
  }

  /** Largest norm of one weight's gradient; null for any. */
  get clipnorm(): number | null {
    return this.#options.clipnorm ?? null;
  }

  /** Largest norm of all gradients together; null for any. */
  get globalClipnorm(): number | null {
    return this.#options.globalClipnorm ?? null;
  }

  /** Largest absolute value of a gradient's entries; null for any. */
  get clipvalue(): number | null {
    return this.#options.clipvalue ?? null;
  }

  /** What decides the rate; null while it is a number. */
  get schedule(): LearningRateSchedule | null {
    return typeof this.#rate === "function" ? this.#rate : null;
  }

  /** Whether a schedule decides the rate. */
  get isScheduled(): boolean {
    return typeof this.#rate === "function";
  }

  /** The rate of the next batch. Setting it ends a schedule. */
  get learningRate(): number {
    return typeof this.#rate === "number" ? this.#rate : this.#rate(this.#batches);
  }

  /** @throws TrainingError `invalid-argument` for a rate that is not a finite number */
  set learningRate(rate: number) {
    checkLearningRate(rate);
    this.#rate = rate;
  }

  /** Number of values that the optimizer keeps, counters included; Keras's "Optimizer params". */
  get parameterCount(): number {
    const slots = this.variables.reduce((sum, { size }) => sum + size, 0);
    return slots + 2 + Object.keys(this.runningScalars()).length;
  }

  /** Whether slots exist. */
  get built(): boolean {
    return this.#weights.length > 0;
  }

  /** Slot variables by weight, in the order of `slotNames`. */
  get slots(): readonly (readonly tf.Variable[])[] {
    return this.#weights.map(({ slots }) => slots);
  }

  /** Every variable that is kept from step to step: slots, then averages and sums of gradients. */
  get variables(): readonly tf.Variable[] {
    return [
      ...this.slots.flat(),
      ...(this.#average?.variables ?? []),
      ...(this.#accumulator?.variables ?? []),
    ];
  }

  /** Class and options as text, a schedule by two of its rates: the same for optimizers that do the same. */
  get configuration(): string {
    const { learningRate: _rate, ...options } = this.#options;
    const rate = typeof this.#rate === "number" ? this.#rate : [this.#rate(0), this.#rate(1000)];
    return JSON.stringify([this.className, rate, options, { ...this }]);
  }

  /** Whether {@link applyGradients} is the rule alone: no clipping, decay, scale, average or accumulation. */
  get isPlain(): boolean {
    const { clipnorm, globalClipnorm, clipvalue } = this.#options;
    const others = [clipnorm, globalClipnorm, clipvalue, this.weightDecay, this.lossScaleFactor];
    const given = [...others, this.gradientAccumulationSteps].some(
      (option) => option !== undefined && option !== null,
    );
    return !given && !this.useEma;
  }

  /** Makes the slots for these weights, unless they are there already. The optimizer owns them. */
  build(weights: readonly Weight[]): void {
    const same =
      weights.length === this.#weights.length &&
      weights.every((weight, i) => weight === this.#weights[i]?.weight);
    if (same) return;
    this.#disposeVariables();
    this.#weights = weights.map((weight) => ({
      weight,
      slots: this.slotNames.map((slot) => variableFor(weight, this.slotStart(slot))),
    }));
    if (this.useEma) this.#average = new MovingAverage(weights, this.emaMomentum);
    const every = this.gradientAccumulationSteps;
    if (every !== null) this.#accumulator = new GradientAccumulator(weights, every);
  }

  /** The numbers of the next batch by name, as float32: its rate, and what {@link scalars} gives. */
  numbers(): Readonly<Record<string, number>> {
    const rate = f32(this.learningRate);
    const own = Object.entries(this.scalars(rate, this.iterations + 1));
    return { ...Object.fromEntries(own.map(([name, x]) => [name, f32(x)])), [rateName]: rate };
  }

  /** What the next batch does beside its numbers. Batches of one phase run the same operations. */
  get phase(): string {
    const marks = [this.#isUpdate ? "update" : "accumulate"];
    if (this.useEma && this.iterations === 0) marks.push("first");
    if (this.#overwrites) marks.push("overwrite");
    return marks.join("-");
  }

  /** Whether the next batch ends in an update. */
  get #isUpdate(): boolean {
    return (this.#batches + 1) % (this.gradientAccumulationSteps ?? 1) === 0;
  }

  /** Whether the average takes the weights' place after the next batch. */
  get #overwrites(): boolean {
    const every = this.emaOverwriteFrequency;
    return this.useEma && every !== null && (this.iterations + 1) % every === 0;
  }

  /**
   * Applies one batch's gradients, one for each weight, and counts the batch; null where the loss does not depend on the
   * weight. With `lossScaleFactor` they are those of the scaled loss. The caller keeps the gradients.
   */
  apply(gradients: readonly (tf.Tensor | null)[]): void {
    tf.tidy(() => {
      const scalars = Object.entries(this.numbers()).map(([name, x]) => [name, tf.scalar(x)]);
      this.applyGradients(gradients, Object.fromEntries(scalars) as Record<string, tf.Scalar>);
    });
    this.advance();
  }

  /**
   * What {@link apply} does to weights and slots, without counting the batch.
   *
   * @param numbers {@link numbers} as scalars
   */
  applyGradients(
    gradients: readonly (tf.Tensor | null)[],
    numbers: Readonly<Record<string, tf.Scalar>>,
  ): void {
    tf.tidy(() => {
      const scale = this.lossScaleFactor;
      const plain = scale === null ? gradients : gradients.map((g) => g && tf.div(g, scale));
      if (!this.#isUpdate) this.#accumulator?.add(plain);
      else this.#update(this.#accumulator?.take(plain) ?? plain, numbers);
    });
    this.#average?.update(this.iterations === 0);
    if (this.#overwrites) this.#average?.overwrite();
  }

  /** Counts a batch whose gradients are applied. */
  advance(): void {
    if (this.#isUpdate) this.finishStep();
    this.#batches += 1;
  }

  /** Clips, decays and updates every weight that has a gradient. Runs in a tidy. */
  #update(
    gradients: readonly (tf.Tensor | null)[],
    { [rateName]: rate, ...scalars }: Readonly<Record<string, tf.Scalar>>,
  ): void {
    const clipped = clipGradients(gradients, this.#options);
    this.#weights.forEach(({ weight, slots }, i) => {
      const gradient = clipped[i];
      if (!gradient) return;
      tf.tidy(() => {
        const value = rate ? this.#decayed(weight, rate) : weight.read();
        const next = this.update({ value, gradient, slots, scalars });
        writeWeight(weight, next.value);
        slots.forEach((slot, j) => {
          const tensor = next.slots[j];
          if (tensor) slot.assign(tensor);
        });
      });
    });
  }

  #decayed(weight: Weight, rate: tf.Tensor): tf.Tensor {
    const value = weight.read();
    const excluded =
      this.#options.excludeFromWeightDecay?.some((part) => weight.name.includes(part)) ?? false;
    if (this.weightDecay === null || excluded) return value;
    return tf.sub(value, tf.mul(tf.mul(value, this.weightDecay), rate));
  }

  /** Puts the moving average in the weights' place, if there is one; `fit` does so at its end. */
  finalize(): void {
    if (this.#isSwapped) this.swapAverages();
    if (this.#batches > 0) this.#average?.overwrite();
  }

  /**
   * Exchanges the weights and their moving averages, if the optimizer keeps any; a second call puts them back.
   *
   * @returns whether there were averages
   */
  swapAverages(): boolean {
    if (this.#average === null) return false;
    this.#average.swap();
    this.#isSwapped = !this.#isSwapped;
    return true;
  }

  /** A copy of slots and counters. */
  async getState(): Promise<OptimizerState> {
    return {
      className: this.className,
      iterations: this.#batches,
      learningRate: typeof this.#rate === "number" ? this.#rate : null,
      scalars: this.runningScalars(),
      slots: await Promise.all(this.variables.map((slot, i) => readTensor(`slot_${i}`, slot))),
    };
  }

  /**
   * Puts a state back. Call {@link build} first.
   *
   * @throws TrainingError `state-mismatch` if it is another optimizer's
   */
  setState(state: OptimizerState): void {
    const { variables } = this;
    if (
      state.className !== this.className ||
      (state.slots.length > 0 && state.slots.length !== variables.length)
    ) {
      throw new TrainingError(
        "state-mismatch",
        `setState: expected the state of ${this.className} with ${variables.length} slots; received ${state.className} with ${state.slots.length}.`,
      );
    }
    state.slots.forEach((saved, i) => {
      const slot = variables[i];
      if (slot) writeVariable(slot, saved);
    });
    this.#batches = state.iterations;
    if (state.learningRate !== null) this.#rate = state.learningRate;
    this.setRunningScalars(state.scalars);
  }

  /** Disposes of the slots. The weights are the model's. */
  dispose(): void {
    this.#disposeVariables();
    this.#weights = [];
  }

  #disposeVariables(): void {
    tf.dispose([...this.variables]);
    this.#average = null;
    this.#accumulator = null;
  }
}

/** The base of Keras's optimizers: the order of a step, counters and slots. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { snakeCase } from "../names";
import type { OptimizerState } from "../state";
import type { FusedUpdate } from "../step/native/compiled-graph";
import { readTensor, writeVariable } from "../tensors";
import { clipGradients } from "./clip";
import { GradientAccumulator } from "./gradient-accumulator";
import { MovingAverage } from "./moving-average";
import { checkOptions, type OptimizerOptions } from "./options";
import type { Weight } from "./weight";
import type { LearningRateSchedule } from "./schedules";

/** What an update works on; all float32 and of the weight's shape but for the rate's scalars. */
export interface UpdateInput {
  readonly value: tf.Tensor;
  readonly gradient: tf.Tensor;
  /** The slots, in the order of `slotNames`. */
  readonly slots: readonly tf.Tensor[];
  /** The numbers of {@link Optimizer.scalars}. */
  readonly scalars: Readonly<Record<string, tf.Scalar>>;
}

export interface UpdateOutput {
  readonly value: tf.Tensor;
  readonly slots: readonly tf.Tensor[];
}

/** Rounds as float32 arithmetic does; Keras computes its scalars in float32. */
export const f32 = Math.fround;

/**
 * An optimizer by Keras's rules. Numbers that depend on the step are computed on the host in float32; what is done to
 * weights and slots is a pure function of tensors. One optimizer trains one model.
 *
 * @throws TrainingError `invalid-argument` if more than one way of clipping is asked for, or an option is out of range
 */
export abstract class Optimizer {
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
  #weights: readonly Weight[] = [];
  #slots: tf.Variable[][] = [];
  #average: MovingAverage | null = null;
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

  /** Updates made so far: batches, or with `gradientAccumulationSteps` as many times fewer. */
  get iterations(): number {
    return Math.floor(this.#batches / (this.gradientAccumulationSteps ?? 1));
  }

  get name(): string {
    return this.#options.name ?? snakeCase(this.className);
  }

  /** The rate of the next batch. Setting it ends a schedule. */
  get learningRate(): number {
    return typeof this.#rate === "number" ? this.#rate : this.#rate(this.#batches);
  }

  set learningRate(rate: number) {
    this.#rate = rate;
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

  /** Number of values that the optimizer keeps, counters included; Keras's "Optimizer params". */
  get parameterCount(): number {
    const slots = this.#kept.reduce((sum, slot) => sum + slot.size, 0);
    return slots + 2 + Object.keys(this.runningScalars()).length;
  }

  /** Whether slots exist. */
  get built(): boolean {
    return this.#weights.length > 0;
  }

  /** Slot variables by weight, in the order of `slotNames`. */
  get slots(): readonly (readonly tf.Variable[])[] {
    return this.#slots;
  }

  /** Every weight's variable with its slots. */
  protected get variables(): { weight: tf.Variable; slots: readonly tf.Variable[] }[] {
    return this.#weights.map((weight, i) => ({
      weight: weight.read() as tf.Variable,
      slots: this.#slots[i] ?? [],
    }));
  }

  /** Makes the slots for these weights, unless they are there already. The optimizer owns them. */
  build(weights: readonly Weight[]): void {
    const same =
      weights.length === this.#weights.length &&
      weights.every((weight, i) => weight === this.#weights[i]);
    if (same) return;
    this.#disposeSlots();
    this.#weights = [...weights];
    this.#slots = weights.map(({ shape }) =>
      this.slotNames.map((slot) => variable(shape as number[], this.slotStart(slot))),
    );
    if (this.useEma) this.#average = new MovingAverage(weights, this.emaMomentum);
    const every = this.gradientAccumulationSteps;
    if (every !== null) this.#accumulator = new GradientAccumulator(weights, every);
  }

  /** Whether an update changes from step to step through {@link stepTensors} alone, so that it can be compiled once. */
  get isPureUpdate(): boolean {
    return !this.useEma && this.gradientAccumulationSteps === null && this.lossScaleFactor === null;
  }

  /** Whether gradients are clipped before the update. */
  protected get clips(): boolean {
    const { clipnorm, globalClipnorm, clipvalue } = this.#options;
    return [clipnorm, globalClipnorm, clipvalue].some(
      (clip) => clip !== undefined && clip !== null,
    );
  }

  /** The numbers of the next step as scalars, by the names that {@link apply} looks for. The caller owns them. */
  stepTensors(): Record<string, tf.Scalar> {
    const numbers = this.scalars(f32(this.learningRate), this.iterations + 1);
    return Object.fromEntries(
      Object.entries(numbers).map(([name, value]) => [
        stepTensorName(name),
        tf.scalar(f32(value), "float32"),
      ]),
    );
  }

  /**
   * The step's updates in the form that TensorFlow has as one op each, if it has; their gradients are kept (`tf.keep`) and
   * belong to whoever uses them.
   */
  fusedUpdates(_gradients: readonly (tf.Tensor | null)[]): FusedUpdate[] | undefined {
    return undefined;
  }

  /** Counts a step whose updates a compiled graph has applied. */
  advance(): void {
    if (this.#isUpdate) this.finishStep();
    this.#batches += 1;
  }

  /** Whether the next batch ends in an update. */
  get #isUpdate(): boolean {
    return (this.#batches + 1) % (this.gradientAccumulationSteps ?? 1) === 0;
  }

  /**
   * Applies one batch's gradients, one for each weight; null where the loss does not depend on the weight. With
   * `lossScaleFactor` they are those of the scaled loss. The caller keeps the gradients.
   *
   * @param given what {@link stepTensors} gave for this step; made anew when it is not given
   */
  apply(
    gradients: readonly (tf.Tensor | null)[],
    given?: Readonly<Record<string, tf.Tensor>>,
  ): void {
    tf.tidy(() => {
      const scale = this.lossScaleFactor;
      const plain = scale === null ? gradients : gradients.map((g) => g && tf.div(g, scale));
      if (!this.#isUpdate) this.#accumulator?.add(plain);
      else this.#update(this.#accumulator?.take(plain) ?? plain, given ?? this.stepTensors());
    });
    this.#average?.update(this.iterations === 0);
    const every = this.emaOverwriteFrequency;
    if (every !== null && (this.iterations + 1) % every === 0) this.#average?.overwrite();
    this.advance();
  }

  /** Clips, decays and updates every weight that has a gradient. Runs in a tidy. */
  #update(
    gradients: readonly (tf.Tensor | null)[],
    tensors: Readonly<Record<string, tf.Tensor>>,
  ): void {
    const names = Object.keys(this.scalars(f32(this.learningRate), this.iterations + 1));
    const scalars = Object.fromEntries(
      names.map((name) => [name, tensors[stepTensorName(name)] as tf.Scalar]),
    );
    const rate = tensors[stepTensorName("rate")] ?? tf.scalar(f32(this.learningRate));
    const clipped = clipGradients(gradients, this.#options);
    this.#weights.forEach((weight, i) => {
      const gradient = clipped[i];
      if (!gradient) return;
      tf.tidy(() => {
        const slots = this.#slots[i] ?? [];
        const value = this.#decayed(weight, rate);
        const next = this.update({ value, gradient, slots, scalars });
        weight.write(next.value as tf.Variable);
        next.slots.forEach((tensor, j) => slots[j]?.assign(tensor));
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
    if (this.#batches > 0) this.#average?.overwrite();
  }

  /** Everything that is kept from step to step. */
  get #kept(): readonly tf.Variable[] {
    return [
      ...this.#slots.flat(),
      ...(this.#average?.variables ?? []),
      ...(this.#accumulator?.variables ?? []),
    ];
  }

  /** A copy of slots and counters. */
  async getState(): Promise<OptimizerState> {
    return {
      className: this.className,
      iterations: this.#batches,
      learningRate: typeof this.#rate === "number" ? this.#rate : null,
      scalars: this.runningScalars(),
      slots: await Promise.all(this.#kept.map((slot, i) => readTensor(`slot_${i}`, slot))),
    };
  }

  /**
   * Puts a state back. Call {@link build} first.
   *
   * @throws TrainingError `state-mismatch` if it is another optimizer's
   */
  setState(state: OptimizerState): void {
    const variables = this.#kept;
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
    this.#disposeSlots();
    this.#weights = [];
  }

  #disposeSlots(): void {
    tf.dispose([...this.#kept]);
    this.#slots = [];
    this.#average = null;
    this.#accumulator = null;
  }
}

/** Scalars of a step among other inputs of it. */
export function stepTensorName(scalar: string): string {
  return `number_${scalar}`;
}

function variable(shape: number[], start: number): tf.Variable {
  return tf.tidy(() => tf.variable(tf.fill(shape, start, "float32"), false));
}

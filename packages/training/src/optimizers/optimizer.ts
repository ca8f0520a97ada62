/** The base of Keras's optimizers: clipping, weight decay, moving averages, counters and slots. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { snakeCase } from "../names";
import type { OptimizerState } from "../state";
import type { FusedUpdate } from "../step/native/compiled-graph";
import { readTensor, writeVariable } from "../tensors";
import { clipGradients } from "./clip";
import type { LearningRateSchedule } from "./schedules";

/** Options of every optimizer, with Keras's defaults. */
export interface OptimizerOptions {
  /** Rate, or a schedule over the batches applied. */
  readonly learningRate?: number | LearningRateSchedule;
  /** Before each update every weight loses this share of itself, times the rate. Default none. */
  readonly weightDecay?: number | null;
  /** Weights whose name contains one of these do not decay. Default none. */
  readonly excludeFromWeightDecay?: readonly string[];
  /** Largest norm of one weight's gradient. */
  readonly clipnorm?: number | null;
  /** Largest norm of all gradients together. */
  readonly globalClipnorm?: number | null;
  /** Largest absolute value of a gradient's entries. */
  readonly clipvalue?: number | null;
  /** Keep an average of the weights, and put it in their place when training ends. Default false. */
  readonly useEma?: boolean;
  /** Share of the old average that a batch keeps. Default 0.99. */
  readonly emaMomentum?: number;
  /** Batches after which the average replaces the weights. Default: only at the end of `fit`. */
  readonly emaOverwriteFrequency?: number | null;
  readonly name?: string;
}

/** A weight of a model, as tfjs keeps it: `write` applies the weight's constraint. */
export type Weight = tf.LayersModel["trainableWeights"][number];

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
  iterations = 0;
  readonly #options: OptimizerOptions;
  #rate: number | LearningRateSchedule;
  #weights: readonly Weight[] = [];
  #slots: tf.Variable[][] = [];
  #averages: tf.Variable[] = [];

  constructor(options: OptimizerOptions, defaultRate: number) {
    const { clipnorm, globalClipnorm, clipvalue } = options;
    const clips = [clipnorm, globalClipnorm, clipvalue].filter(
      (clip) => clip !== undefined && clip !== null,
    );
    if (clips.length > 1) {
      throw new TrainingError(
        "invalid-argument",
        `Only one of \`clipnorm\`, \`clipvalue\` and \`globalClipnorm\` can be set. Received: clipnorm=${clipnorm}, clipvalue=${clipvalue}, globalClipnorm=${globalClipnorm}.`,
      );
    }
    this.weightDecay = options.weightDecay ?? null;
    this.useEma = options.useEma ?? false;
    this.emaMomentum = options.emaMomentum ?? 0.99;
    this.emaOverwriteFrequency = options.emaOverwriteFrequency ?? null;
    if (this.useEma && !(this.emaMomentum >= 0 && this.emaMomentum <= 1)) {
      throw new TrainingError(
        "invalid-argument",
        `\`emaMomentum\` must be in the range [0, 1]. Received: emaMomentum=${this.emaMomentum}`,
      );
    }
    this.#options = options;
    this.#rate = options.learningRate ?? defaultRate;
    if (typeof this.#rate === "number" && !Number.isFinite(this.#rate)) {
      throw new TrainingError(
        "invalid-argument",
        `\`learningRate\` must be a finite number. Received: ${this.#rate}`,
      );
    }
  }

  get name(): string {
    return this.#options.name ?? snakeCase(this.className);
  }

  /** The rate of the next batch. Setting it ends a schedule. */
  get learningRate(): number {
    return typeof this.#rate === "number" ? this.#rate : this.#rate(this.iterations);
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
    const slots = [...this.#slots.flat(), ...this.#averages].reduce(
      (sum, slot) => sum + slot.size,
      0,
    );
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
    if (this.useEma) this.#averages = weights.map(({ shape }) => variable(shape as number[], 0));
  }

  /** Whether an update changes from step to step through {@link stepTensors} alone, so that it can be compiled once. */
  get isPureUpdate(): boolean {
    return this.weightDecay === null && !this.useEma;
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
    this.finishStep();
    this.iterations += 1;
  }

  /**
   * Applies one batch's gradients, one for each weight; null where the loss does not depend on the weight.
   * The caller keeps the gradients.
   *
   * @param given what {@link stepTensors} gave for this step; made anew when it is not given
   */
  apply(
    gradients: readonly (tf.Tensor | null)[],
    given?: Readonly<Record<string, tf.Tensor>>,
  ): void {
    const rate = f32(this.learningRate);
    tf.tidy(() => {
      const tensors = given ?? this.stepTensors();
      const scalars = Object.fromEntries(
        Object.keys(this.scalars(rate, this.iterations + 1)).map((name) => [
          name,
          tensors[stepTensorName(name)] as tf.Scalar,
        ]),
      );
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
      this.#average();
    });
    this.advance();
  }

  #decayed(weight: Weight, rate: number): tf.Tensor {
    const value = weight.read();
    const excluded =
      this.#options.excludeFromWeightDecay?.some((part) => weight.name.includes(part)) ?? false;
    if (this.weightDecay === null || excluded) return value;
    return tf.sub(value, tf.mul(tf.mul(value, this.weightDecay), rate));
  }

  #average(): void {
    if (!this.useEma) return;
    const momentum = this.iterations === 0 ? 0 : this.emaMomentum;
    this.#weights.forEach((weight, i) => {
      const average = this.#averages[i];
      average?.assign(tf.add(tf.mul(average, momentum), tf.mul(weight.read(), 1 - momentum)));
    });
    const every = this.emaOverwriteFrequency;
    if (every !== null && (this.iterations + 1) % every === 0) this.#overwrite();
  }

  /** Puts the moving average in the weights' place, if there is one; `fit` does so at its end. */
  finalize(): void {
    if (this.useEma && this.iterations > 0) this.#overwrite();
  }

  #overwrite(): void {
    this.#weights.forEach((weight, i) => {
      const average = this.#averages[i];
      if (average) tf.tidy(() => void weight.write(tf.clone(average) as tf.Variable));
    });
  }

  /** A copy of slots and counters. */
  async getState(): Promise<OptimizerState> {
    const variables = [...this.#slots.flat(), ...this.#averages];
    return {
      className: this.className,
      iterations: this.iterations,
      learningRate: typeof this.#rate === "number" ? this.#rate : null,
      scalars: this.runningScalars(),
      slots: await Promise.all(variables.map((slot, i) => readTensor(`slot_${i}`, slot))),
    };
  }

  /**
   * Puts a state back. Call {@link build} first.
   *
   * @throws TrainingError `state-mismatch` if it is another optimizer's
   */
  setState(state: OptimizerState): void {
    const variables = [...this.#slots.flat(), ...this.#averages];
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
    this.iterations = state.iterations;
    if (state.learningRate !== null) this.#rate = state.learningRate;
    this.setRunningScalars(state.scalars);
  }

  /** Disposes of the slots. The weights are the model's. */
  dispose(): void {
    this.#disposeSlots();
    this.#weights = [];
  }

  #disposeSlots(): void {
    tf.dispose([...this.#slots.flat(), ...this.#averages]);
    this.#slots = [];
    this.#averages = [];
  }
}

/** Scalars of a step among other inputs of it. */
export function stepTensorName(scalar: string): string {
  return `number_${scalar}`;
}

function variable(shape: number[], start: number): tf.Variable {
  return tf.tidy(() => tf.variable(tf.fill(shape, start, "float32"), false));
}

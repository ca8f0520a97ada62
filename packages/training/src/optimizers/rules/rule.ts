/**
 * What an optimizer does to one weight: pure functions of numbers and tensors, which know neither a backend nor where
 * slots are kept.
 */
import type * as tf from "@tensorflow/tfjs";

/** Rounds as float32 arithmetic does; Keras computes an optimizer's numbers in float32. */
export const f32 = Math.fround;

/** What an update works on; tensors are float32, all but the numbers of the weight's shape. */
export interface RuleInput<Slot extends string, Num extends string> {
  readonly value: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly slots: Readonly<Record<Slot, tf.Tensor>>;
  /** The numbers of the step, as scalars. */
  readonly numbers: Readonly<Record<Num, tf.Tensor>>;
}

/** A weight's new value and slots. */
export interface RuleOutput<Slot extends string> {
  readonly value: tf.Tensor;
  readonly slots: Readonly<Record<Slot, tf.Tensor>>;
}

/**
 * @typeParam Slot names of the tensors kept for each weight
 * @typeParam Num names of the numbers that change from step to step
 */
export interface Rule<Slot extends string, Num extends string> {
  /** In the order of Keras's variables. */
  readonly slots: readonly Slot[];
  /** What slots start as; 0 where it is not said. */
  readonly starts?: Readonly<Partial<Record<Slot, number>>>;
  /**
   * The numbers of a step.
   *
   * @param rate the learning rate
   * @param step counted from 1
   * @param running the number that {@link running} carries, before this step
   */
  numbers(rate: number, step: number, running: number): Readonly<Record<Num, number>>;
  /** Runs in a tidy. */
  update(input: RuleInput<Slot, Num>): RuleOutput<Slot>;
  /** A number that every step carries on, such as Nadam's product. */
  readonly running?: {
    readonly name: string;
    readonly start: number;
    next(value: number, step: number): number;
  };
}

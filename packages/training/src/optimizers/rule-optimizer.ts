/** An optimizer made of a rule: what most of Keras's optimizers are. */
import type * as tf from "@tensorflow/tfjs";
import { Optimizer, type UpdateInput, type UpdateOutput } from "./optimizer";
import type { OptimizerOptions } from "./options";
import type { Rule } from "./rules/rule";

export abstract class RuleOptimizer extends Optimizer {
  readonly #rule: Rule<string, string>;
  #running: number;

  constructor(options: OptimizerOptions, defaultRate: number, rule: Rule<string, string>) {
    super(options, defaultRate);
    this.#rule = rule;
    this.#running = rule.running?.start ?? 0;
  }

  get slotNames(): readonly string[] {
    return this.#rule.slots;
  }

  protected override slotStart(name: string): number {
    return this.#rule.starts?.[name] ?? super.slotStart(name);
  }

  override scalars(rate: number, step: number): Record<string, number> {
    return { ...this.#rule.numbers(rate, step, this.#running) };
  }

  override update({ value, gradient, slots, scalars: numbers }: UpdateInput): UpdateOutput {
    const named: Record<string, tf.Tensor> = {};
    this.slotNames.forEach((name, i) => {
      const slot = slots[i];
      if (slot) named[name] = slot;
    });
    const next = this.#rule.update({ value, gradient, slots: named, numbers });
    return {
      value: next.value,
      slots: this.slotNames.flatMap((name) => next.slots[name] ?? []),
    };
  }

  protected override finishStep(): void {
    this.#running = this.#rule.running?.next(this.#running, this.iterations + 1) ?? this.#running;
  }

  protected override runningScalars(): Record<string, number> {
    const { running } = this.#rule;
    return running ? { [running.name]: this.#running } : {};
  }

  protected override setRunningScalars(scalars: Readonly<Record<string, number>>): void {
    const { running } = this.#rule;
    if (running) this.#running = scalars[running.name] ?? this.#running;
  }
}

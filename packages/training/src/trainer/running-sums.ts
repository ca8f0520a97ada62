/** The sums behind the running loss and metrics of an epoch. */
import type { Logs } from "../callbacks/callback";
import type { Objective } from "../objective/objective";
import type { Statistics } from "../step/step";

/** Sums by the name of the metric that is made of them. */
export type Sums = Readonly<Record<string, readonly number[]>>;

export class RunningSums {
  readonly #objective: Objective;
  readonly #sums: Record<string, readonly number[]>;

  /** @param start the sums of batches before */
  constructor(objective: Objective, start: Sums = {}) {
    this.#objective = objective;
    this.#sums = { ...start };
  }

  /** Adds a batch of `size` samples. */
  add(statistics: Statistics, size: number): void {
    for (const [key, more] of Object.entries(this.#objective.split(statistics, size))) {
      const old = this.#sums[key];
      this.#sums[key] = old ? old.map((value, i) => value + (more[i] ?? NaN)) : more;
    }
  }

  /** The loss and metrics so far. */
  get logs(): Logs {
    return this.#objective.logs(this.#sums);
  }

  get sums(): Sums {
    return structuredClone(this.#sums);
  }
}

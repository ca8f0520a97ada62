/** A step on a graphics card: its results count only while the card works. */
import type * as tf from "@tensorflow/tfjs";
import type { Batch } from "../data/batch";
import { DeviceWatch } from "./device-watch";
import type { BatchResult, Statistics, Step } from "./step";

export class WatchedStep implements Step {
  readonly #step: Step;
  readonly #watch = new DeviceWatch();

  constructor(step: Step) {
    this.#step = step;
  }

  get refusal(): string | null {
    return this.#step.refusal;
  }

  train(batch: Batch): Promise<BatchResult> {
    return this.#watch.during(() => this.#step.train(batch));
  }

  test(batch: Batch): Promise<Statistics> {
    return this.#watch.during(() => this.#step.test(batch));
  }

  predict(inputs: readonly tf.Tensor[]): tf.Tensor[] {
    this.#watch.check();
    return this.#step.predict(inputs);
  }

  settle(): void {
    this.#step.settle();
  }

  dispose(): void {
    this.#watch.close();
    this.#step.dispose();
  }
}

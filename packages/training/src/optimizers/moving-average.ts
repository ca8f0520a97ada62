/** The exponential moving average of a model's weights. */
import * as tf from "@tensorflow/tfjs";
import { variableFor, type Weight, writeWeight } from "./weight";

export class MovingAverage {
  readonly #averages: readonly { readonly weight: Weight; readonly average: tf.Variable }[];
  readonly #momentum: number;

  constructor(weights: readonly Weight[], momentum: number) {
    this.#averages = weights.map((weight) => ({ weight, average: variableFor(weight) }));
    this.#momentum = momentum;
  }

  get variables(): readonly tf.Variable[] {
    return this.#averages.map(({ average }) => average);
  }

  /** Takes the weights in. The average is what they are while `isFirst` is said. */
  update(isFirst: boolean): void {
    const momentum = isFirst ? 0 : this.#momentum;
    for (const { weight, average } of this.#averages) {
      tf.tidy(() =>
        average.assign(tf.add(tf.mul(average, momentum), tf.mul(weight.read(), 1 - momentum))),
      );
    }
  }

  /** Puts the average in the weights' place. */
  overwrite(): void {
    for (const { weight, average } of this.#averages) {
      tf.tidy(() => writeWeight(weight, tf.clone(average)));
    }
  }

  /** Exchanges the averages and the weights; a second call puts them back. */
  swap(): void {
    for (const { weight, average } of this.#averages) {
      tf.tidy(() => {
        const value = tf.clone(weight.read());
        writeWeight(weight, tf.clone(average));
        average.assign(value);
      });
    }
  }
}

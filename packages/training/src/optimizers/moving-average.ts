/** The exponential moving average of a model's weights. */
import * as tf from "@tensorflow/tfjs";
import type { Weight } from "./weight";

export class MovingAverage {
  readonly variables: readonly tf.Variable[];

  constructor(
    private readonly weights: readonly Weight[],
    private readonly momentum: number,
  ) {
    this.variables = weights.map(({ shape }) =>
      tf.tidy(() => tf.variable(tf.zeros(shape as number[]), false)),
    );
  }

  /** Takes the weights in. The average is what they are while `isFirst` is said. */
  update(isFirst: boolean): void {
    const momentum = isFirst ? 0 : this.momentum;
    this.weights.forEach((weight, i) => {
      const average = this.variables[i] as tf.Variable;
      tf.tidy(() =>
        average.assign(tf.add(tf.mul(average, momentum), tf.mul(weight.read(), 1 - momentum))),
      );
    });
  }

  /** Puts the average in the weights' place. */
  overwrite(): void {
    this.weights.forEach((weight, i) =>
      tf.tidy(() => void weight.write(tf.clone(this.variables[i] as tf.Variable) as tf.Variable)),
    );
  }

  dispose(): void {
    tf.dispose([...this.variables]);
  }
}

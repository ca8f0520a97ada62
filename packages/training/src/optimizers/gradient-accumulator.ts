/** Sums of gradients over the batches that make one update. */
import * as tf from "@tensorflow/tfjs";
import { variableFor, type Weight } from "./weight";

type Gradients = readonly (tf.Tensor | null)[];

export class GradientAccumulator {
  readonly variables: readonly tf.Variable[];
  readonly #steps: number;

  constructor(weights: readonly Weight[], steps: number) {
    this.variables = weights.map((weight) => variableFor(weight));
    this.#steps = steps;
  }

  /** Adds a batch's gradients. */
  add(gradients: Gradients): void {
    this.variables.forEach((sum, i) => {
      const gradient = gradients[i];
      if (gradient) tf.tidy(() => sum.assign(tf.add(gradient, sum)));
    });
  }

  /** Means over the batches so far and the last one's gradients, and starts again. */
  take(gradients: Gradients): (tf.Tensor | null)[] {
    return this.variables.map((sum, i) => {
      const gradient = gradients[i];
      const mean = gradient ? tf.tidy(() => tf.div(tf.add(gradient, sum), this.#steps)) : null;
      tf.tidy(() => sum.assign(tf.zerosLike(sum)));
      return mean;
    });
  }
}

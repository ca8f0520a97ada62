/** Sums of gradients over the batches that make one update. */
import * as tf from "@tensorflow/tfjs";
import type { Weight } from "./weight";

export class GradientAccumulator {
  readonly variables: readonly tf.Variable[];

  constructor(
    weights: readonly Weight[],
    private readonly steps: number,
  ) {
    this.variables = weights.map(({ shape }) =>
      tf.tidy(() => tf.variable(tf.zeros(shape as number[]), false)),
    );
  }

  /** Adds a batch's gradients. */
  add(gradients: readonly (tf.Tensor | null)[]): void {
    gradients.forEach((gradient, i) => {
      const sum = this.variables[i] as tf.Variable;
      if (gradient) tf.tidy(() => sum.assign(tf.add(gradient, sum)));
    });
  }

  /** Means over the batches so far and the last one's gradients, and starts anew. */
  take(gradients: readonly (tf.Tensor | null)[]): (tf.Tensor | null)[] {
    return gradients.map((gradient, i) => {
      const sum = this.variables[i] as tf.Variable;
      const mean = gradient && tf.tidy(() => tf.div(tf.add(gradient, sum), this.steps));
      tf.tidy(() => sum.assign(tf.zerosLike(sum)));
      return mean;
    });
  }

  dispose(): void {
    tf.dispose([...this.variables]);
  }
}

/** The step that runs op by op; works on every backend. */
import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../data/batch";
import { writeWeight } from "../optimizers/weight";
import {
  computeGradients,
  computePredictions,
  computeStatistics,
  type GradientOptions,
} from "./compute";
import {
  type BatchResult,
  hasFiniteLoss,
  mayUpdate,
  type Statistics,
  type Step,
  type StepParts,
} from "./step";

export class EagerStep implements Step {
  readonly #parts: StepParts;
  readonly refusal: string;

  /** @param refusal why batches are not compiled */
  constructor(parts: StepParts, refusal: string) {
    this.#parts = parts;
    this.refusal = refusal;
  }

  /** @param options another way to the predictions, and masks for layers that would draw them */
  async train(
    batch: Batch,
    options: Pick<GradientOptions, "predict" | "masks"> = {},
  ): Promise<BatchResult> {
    const { model, optimizer, gated } = this.#parts;
    const weights = model.trainableWeights;
    optimizer.build(weights);
    // Averages of batch normalization, which the run itself moves.
    const others = gated ? model.nonTrainableWeights : [];
    const before = others.map((weight) => [weight, tf.clone(weight.read())] as const);
    const { statistics, gradients } = computeGradients(this.#parts, batch, {
      ...options,
      weights,
      lossScale: optimizer.lossScaleFactor,
    });
    try {
      const values = await statistics.data();
      const finite = hasFiniteLoss(values);
      if (mayUpdate(finite, this.#parts)) optimizer.apply(gradients);
      else before.forEach(([weight, value]) => writeWeight(weight, value));
      return { statistics: values, finite };
    } finally {
      tf.dispose([statistics, gradients.filter((gradient) => gradient !== null)]);
      tf.dispose(before.map(([, value]) => value));
    }
  }

  async test(batch: Batch): Promise<Statistics> {
    const statistics = computeStatistics(this.#parts, batch);
    try {
      return await statistics.data();
    } finally {
      statistics.dispose();
    }
  }

  predict(inputs: readonly tf.Tensor[]): tf.Tensor[] {
    return computePredictions(this.#parts.model, inputs);
  }

  settle(): void {
    // The weights are always current.
  }

  dispose(): void {
    // Nothing is held.
  }
}

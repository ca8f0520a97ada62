/** A user's function as a loss. */
import type * as tf from "@tensorflow/tfjs";
import { snakeCase } from "../names";
import { Loss } from "./loss";

/** What a user may give as a loss function: values per sample, or a scalar. */
export type LossFunction = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;

/** A function as a loss: its values are averaged. */
export class FunctionLoss extends Loss {
  readonly className = "FunctionLoss";
  readonly #fn: LossFunction;

  constructor(fn: LossFunction) {
    super({ name: fn.name === "" ? "loss" : snakeCase(fn.name) });
    this.#fn = fn;
  }

  override checkShapes(): void {
    // The function decides what it takes.
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return this.#fn(yTrue, yPred);
  }
}

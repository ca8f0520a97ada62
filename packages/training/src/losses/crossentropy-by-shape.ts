/** What `"crossentropy"` stands for: the cross-entropy that fits the shapes, as in Keras. */
import type * as tf from "@tensorflow/tfjs";
import {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  SparseCategoricalCrossentropy,
} from "./crossentropy";
import { Loss } from "./loss";

/** One output is binary; fewer axes, or a last one of size 1, are class indices; anything else is one-hot. */
export class CrossentropyByShape extends Loss {
  readonly className = "Crossentropy";
  readonly #binary = new BinaryCrossentropy();
  readonly #sparse = new SparseCategoricalCrossentropy();
  readonly #oneHot = new CategoricalCrossentropy();

  override forShapes(target: readonly number[], prediction: readonly (number | null)[]): Loss {
    const classes = prediction.at(-1) ?? 0;
    if (classes === 1) return this.#binary;
    const isSparse = target.length < prediction.length || (target.at(-1) === 1 && classes > 1);
    return isSparse ? this.#sparse : this.#oneHot;
  }

  override values(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return this.forShapes(yTrue.shape, yPred.shape).values(yTrue, yPred);
  }
}

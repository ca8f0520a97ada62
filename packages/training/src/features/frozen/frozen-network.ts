/** A frozen network over batches, as fast as the backend can: folded, in small shares, and compiled on native TensorFlow. */
import * as tf from "@tensorflow/tfjs";
import { aTensor, checkArgument } from "../../options";
import { requireModel } from "../../require-model";
import { runModel } from "../../step/run-model";
import { type CompiledNetwork, compileNetwork } from "./compiled-network";
import { FoldedNetwork, isFoldableNetwork } from "./folded-network";

/**
 * Images that go through the network at once. What lies between its layers takes a multiple of a batch's memory, and the
 * images of a share find the caches still warm.
 */
const share = 8;

/**
 * A network outside training, as fast as the backend can: convolutions have their normalization and activation folded in. For
 * whoever asks one network many times, such as for each frame of a camera. Its weights must not change while it is used, and
 * it does not own them: dispose of this before the network.
 *
 * @example
 * ```ts
 * const frozen = new FrozenNetwork(model);
 * const logits = frozen.run(frames); // [batch, classes], as model.predict gives it, but for rounding
 * logits.dispose();
 * frozen.dispose();
 * ```
 */
export class FrozenNetwork {
  readonly #network: tf.LayersModel;
  readonly #folded: FoldedNetwork | null;
  readonly #compiled = new Map<string, CompiledNetwork | null>();

  constructor(network: tf.LayersModel) {
    requireModel("FrozenNetwork", network);
    this.#network = network;
    this.#folded = isFoldableNetwork(network) ? new FoldedNetwork(network) : null;
  }

  /**
   * The outputs for a batch of any size, `[batch, ...]`. The caller owns them, and still owns the batch.
   *
   * @param images of the network's input: `[batch, height, width, channels]`
   */
  run(images: tf.Tensor): tf.Tensor {
    checkArgument("run", "images", images, aTensor);
    const [count = 0, ...shape] = images.shape;
    if (count <= share) return this.#runShare(images);
    const parts: tf.Tensor[] = [];
    try {
      for (let at = 0; at < count; at += share) {
        const size = Math.min(share, count - at);
        const part = tf.slice(images, [at, ...shape.map(() => 0)], [size, ...shape]);
        try {
          parts.push(this.#runShare(part));
        } finally {
          part.dispose();
        }
      }
      return tf.concat(parts);
    } finally {
      tf.dispose(parts);
    }
  }

  #runShare(images: tf.Tensor): tf.Tensor {
    const folded = this.#folded;
    if (!folded)
      return tf.tidy(() => runModel(this.#network, [images], { training: false })[0] as tf.Tensor);
    // Whole shares are many; the last one of a dataset is not worth a graph of its own.
    if (images.shape[0] !== share) return folded.run(images);
    const key = images.shape.join();
    const known = this.#compiled.get(key);
    if (known !== undefined) return known ? known.run(images) : folded.run(images);
    const weights = [
      ...folded.foldedWeights,
      ...this.#network.weights.map((weight) => weight.read()),
    ];
    const { output, network } = compileNetwork(images, weights, (batch) => folded.run(batch));
    this.#compiled.set(key, network);
    return output;
  }

  dispose(): void {
    this.#folded?.dispose();
    for (const network of this.#compiled.values()) network?.dispose();
    this.#compiled.clear();
  }
}

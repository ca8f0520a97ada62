/** The last layer that is put on a pretrained network, and how it is trained: the same in Node and in the page. */
import {
  Adam,
  compile,
  cosineDecay,
  type ModelTrainer,
  SparseCategoricalCrossentropy,
} from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";

/** For `featureExtractor`. The penalty and the rate below are the best of those tried on parts of the training photos. */
export const headOptions = { dropout: 0.2, kernelRegularizer: "l2" } as const;

const initialLearningRate = 3e-3;

/**
 * Adam with a rate that falls to 0 along a cosine, cross-entropy on logits, accuracy. The caller disposes the trainer.
 *
 * @param steps batches of the whole training
 */
export function compileHead(head: tf.LayersModel, steps: number): ModelTrainer {
  const learningRate = cosineDecay({ initialLearningRate, decaySteps: steps });
  return compile(head, {
    optimizer: new Adam({ learningRate }),
    loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ["accuracy"],
  });
}

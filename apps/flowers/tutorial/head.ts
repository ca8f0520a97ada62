/** The last layer that is put on a pretrained network, and how the two are trained: the same in Node and in the page. */
import {
  Adam,
  compile,
  cosineDecay,
  type ModelTrainer,
  SparseCategoricalCrossentropy,
} from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";

/** For `featureExtractor`. The penalty, and the rates below, are the best of those tried on parts of the flower photos. */
export const headOptions = { dropout: 0.2, kernelRegularizer: "l2" } as const;

const headRate = 3e-3;

/** A fifteenth of the head's rate: what was learned from a million photos is to be bent, not to be learned anew. */
const tuningRate = 2e-4;

/**
 * The head alone: Adam with a rate that falls to 0 along a cosine, cross-entropy on logits, accuracy. The caller disposes the
 * trainer.
 *
 * @param steps batches of the whole training
 */
export function compileHead(head: tf.LayersModel, steps: number): ModelTrainer {
  return compileFalling(head, headRate, steps);
}

/**
 * The head and the layers before it that learn, the same way at a small rate. The caller disposes the trainer.
 *
 * @param steps batches of the whole fine-tuning
 */
export function compileTuned(model: tf.LayersModel, steps: number): ModelTrainer {
  return compileFalling(model, tuningRate, steps);
}

function compileFalling(
  model: tf.LayersModel,
  initialLearningRate: number,
  steps: number,
): ModelTrainer {
  const learningRate = cosineDecay({ initialLearningRate, decaySteps: steps });
  return compile(model, {
    optimizer: new Adam({ learningRate }),
    loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ["accuracy"],
  });
}

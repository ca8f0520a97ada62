/** The tutorial's models, compiled as the tutorial does: the same in Node and in the page. */
import { threeBlockCnn } from "@flowers/model-zoo";
import { setRandomSeed } from "@flowers/random";
import { compile, type ModelTrainer, SparseCategoricalCrossentropy } from "@flowers/training";
import type * as tf from "@tensorflow/tfjs";
import type { TutorialKind } from "./model-kinds";

export interface TutorialModelOptions {
  readonly imageSize: readonly [height: number, width: number];
  readonly numClasses: number;
  /** Set before the model is made: it decides initial weights, augmentation and dropout. */
  readonly seed: number;
}

/** Makes one of the tutorial's two models. The caller disposes it. */
export function buildModel(
  kind: TutorialKind,
  { imageSize: [height, width], numClasses, seed }: TutorialModelOptions,
): tf.Sequential {
  setRandomSeed(seed);
  return threeBlockCnn({
    imageSize: [height, width],
    numClasses,
    ...(kind === "augmented" ? { augmentation: true, dropout: 0.2 } : {}),
  });
}

/** Adam, cross-entropy on logits, accuracy. The caller disposes the trainer. */
export function compileModel(model: tf.LayersModel): ModelTrainer {
  return compile(model, {
    optimizer: "adam",
    loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ["accuracy"],
  });
}

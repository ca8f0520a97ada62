/** Keras's `validation_split`: the last samples of whole tensors are kept for validation. */
import * as tf from "@tensorflow/tfjs";
import { TrainingError } from "../errors";
import { type BatchNames, mapBatch, tensorsOf, toBatch } from "./batch";
import type { TensorData } from "./batch-source";

/** The two parts of a split; `release` disposes of both. */
export interface SplitData {
  readonly training: TensorData;
  readonly validation: TensorData;
  readonly release: () => void;
}

/**
 * Cuts the last `n - floor(n (1 - split))` samples off. Not shuffled.
 *
 * @throws TrainingError `invalid-argument` if the split is out of range or leaves a part empty
 */
export function splitTensors(data: TensorData, split: number, names: BatchNames): SplitData {
  if (!(split > 0 && split < 1)) {
    throw new TrainingError(
      "invalid-argument",
      `validationSplit must lie between 0 and 1; received ${split}.`,
    );
  }
  const whole = toBatch(data, names, false);
  const at = Math.floor(whole.size * (1 - split));
  if (at === 0 || at === whole.size) {
    throw new TrainingError(
      "invalid-argument",
      `validationSplit=${split} leaves ${at} of ${whole.size} samples for training; both parts need one.`,
    );
  }
  const made: tf.Tensor[] = [];
  const part = (start: number, size: number): TensorData => {
    const batch = mapBatch(whole, (tensor) => tf.slice(tensor, start, size));
    made.push(...tensorsOf(batch));
    const weights = batch.outputs.flatMap(({ weight }) => (weight ? [weight] : []));
    return {
      xs: batch.inputs,
      ...(batch.outputs.length > 0 ? { ys: batch.outputs.map(({ target }) => target) } : {}),
      ...(weights.length > 0 ? { sampleWeight: weights } : {}),
    };
  };
  return {
    training: part(0, at),
    validation: part(at, whole.size - at),
    release: () => tf.dispose(made),
  };
}

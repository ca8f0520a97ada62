/** Keras's `predict`: the model's outputs over data. */
import * as tf from "@tensorflow/tfjs";
import type { TrainingData } from "../data/batch-source";
import { batchSource } from "../data/make-source";
import { modelNames } from "../data/model-names";
import { TrainingError } from "../errors";
import type { Step } from "../step/step";
import { runParams, type RunOptions } from "./fit-options";
import { callbackList, checkInputs, type RunParts } from "./run-parts";

/** One tensor for each output of the model. The caller owns them. */
export async function predict(
  parts: RunParts,
  data: TrainingData,
  options: RunOptions,
): Promise<tf.Tensor[]> {
  const { batchSize = 32 } = options;
  const source = batchSource(data, modelNames(parts.model), { batchSize, shuffle: false });
  const batches = runParams(options, source).steps;
  const pieces: tf.Tensor[][] = [];
  try {
    await parts.steps.during({ gated: true, batches }, async (step) => {
      await collect(parts, step, source, options, pieces);
    });
    if (pieces.length === 0)
      throw new TrainingError("empty-dataset", "predict: the data has no batch.");
    return parts.model.outputs.map((_, i) => tf.concat(pieces.flatMap((piece) => piece[i] ?? [])));
  } finally {
    tf.dispose(pieces);
  }
}

async function collect(
  parts: RunParts,
  step: Step,
  source: ReturnType<typeof batchSource>,
  options: RunOptions,
  pieces: tf.Tensor[][],
): Promise<void> {
  const { steps = null, signal } = options;
  const params = runParams(options, source);
  const callbacks = callbackList(parts, options.callbacks ?? [], params);
  await callbacks.call("onPredictBegin");
  const iterator = await source.open();
  try {
    for (let count = 0; (steps === null || count < steps) && !signal?.aborted; count++) {
      const batch = await iterator.next();
      if (!batch) break;
      await callbacks.at("onPredictBatchBegin", count);
      try {
        checkInputs(parts.model, batch, count);
        pieces.push(step.predict(batch.inputs));
      } finally {
        batch.dispose();
      }
      await callbacks.predicted(count, pieces.at(-1) ?? []);
      await parts.breaks.take();
    }
  } finally {
    await iterator.close();
  }
  await callbacks.call("onPredictEnd");
}

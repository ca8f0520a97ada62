/** Keras's `train_on_batch`, `test_on_batch` and `predict_on_batch`, for loops of one's own. */
import type * as tf from "@tensorflow/tfjs";
import { currentCluster } from "../cluster/current-cluster";
import type { Logs } from "../callbacks/callback";
import { type Batch, type Element, type Tensors, toBatch } from "../data/batch";
import { modelNames } from "../data/model-names";
import { TrainingError } from "../errors";
import { refuseUnknown } from "../names";
import { requireOptions } from "../require-model";
import { checkClassWeight, type ClassWeight, withClassWeight } from "./class-weights";
import { checkInputs, type RunParts } from "./run-parts";
import { RunningSums } from "./running-sums";

/** One batch: `{ xs, ys, sampleWeight }`, or `[xs, ys]` and `[xs, ys, sampleWeight]`. */
export type BatchData =
  | Element
  | readonly [xs: Tensors, ys: Tensors]
  | readonly [xs: Tensors, ys: Tensors, sampleWeight: Tensors];

/** Options of `trainOnBatch`. */
export interface TrainOnBatchOptions {
  readonly classWeight?: ClassWeight;
}

/** One update. The batch stays the caller's. */
export async function trainOnBatch(
  parts: RunParts,
  data: BatchData,
  options: TrainOnBatchOptions,
): Promise<Logs> {
  requireOptions("trainOnBatch", options);
  refuseUnknown("trainOnBatch", options, ["classWeight"]);
  const { classWeight } = options;
  const isGiven = classWeight !== undefined && (classWeight as unknown) !== null;
  if (isGiven) checkClassWeight(classWeight);
  const given = read(parts, data);
  await check(parts, given);
  const batch = isGiven ? await withClassWeight(given, classWeight) : given;
  try {
    parts.optimizer.build(parts.model.trainableWeights);
    const step = parts.steps.keep(true);
    const { statistics, finite } = await step.train(batch);
    step.settle();
    if (!finite) {
      throw new TrainingError(
        "loss-not-finite",
        "trainOnBatch: the loss is not finite. The batch was not applied, so the weights are those before it.",
      );
    }
    return logsOf(parts, statistics, batch);
  } finally {
    batch.dispose();
  }
}

/** Loss and metrics of one batch outside training. The batch stays the caller's. */
export async function testOnBatch(parts: RunParts, data: BatchData): Promise<Logs> {
  const batch = read(parts, data);
  await check(parts, batch);
  return logsOf(parts, await parts.steps.keep(true).test(batch), batch);
}

/** Predictions for one batch of inputs, one for each output. The caller owns them. */
export function predictOnBatch(parts: RunParts, inputs: Tensors): tf.Tensor[] {
  const batch = toBatch({ xs: inputs }, modelNames(parts.model), false);
  checkInputs(parts.model, batch, 0);
  return parts.steps.keep(true).predict(batch.inputs);
}

function read({ model }: RunParts, data: BatchData): Batch {
  return toBatch(data, modelNames(model), false);
}

async function check({ model, objective }: RunParts, batch: Batch): Promise<void> {
  if (currentCluster()) {
    throw new TrainingError(
      "cluster-unsupported",
      "On a cluster, trainOnBatch and testOnBatch are not there: only fit and evaluate share a batch among workers.",
    );
  }
  checkInputs(model, batch, 0);
  await objective.check(batch, 0);
}

function logsOf(
  { objective }: RunParts,
  statistics: Parameters<RunningSums["add"]>[0],
  { size }: Batch,
): Logs {
  const sums = new RunningSums(objective);
  sums.add(statistics, size);
  return sums.logs;
}

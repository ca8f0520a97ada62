/** Keras's `evaluate`: loss and metrics over data, outside training. */
import type { Logs } from "../callbacks/callback";
import type { CallbackList } from "../callbacks/callback-list";
import type { TrainingData } from "../data/batch-source";
import { currentCluster } from "../cluster/current-cluster";
import { workerRows } from "../cluster/rows";
import { agree, shareWeights } from "../cluster/start-together";
import { withOthers } from "../cluster/with-others";
import { globalSize } from "../data/batch";
import { EpochIterator } from "../data/epoch-iterator";
import { batchSource } from "../data/make-source";
import { modelNames } from "../data/model-names";
import { TrainingError } from "../errors";
import type { Step } from "../step/step";
import { runParams, type RunOptions } from "./fit-options";
import { callbackList, checkInputs, type RunParts } from "./run-parts";
import { RunningSums } from "./running-sums";

/** Runs a whole evaluation. */
export async function evaluate(
  parts: RunParts,
  data: TrainingData,
  options: RunOptions,
): Promise<Logs> {
  const { batchSize = 32, steps = null, signal } = options;
  const cluster = currentCluster();
  const rowsOf = workerRows(cluster);
  if (cluster && !parts.steps.busy) {
    const call = { options: { batchSize, steps }, callbacks: options.callbacks ?? [], data };
    await agree(cluster, parts, call);
    await shareWeights(cluster, parts);
  }
  const source = batchSource(data, modelNames(parts.model), { batchSize, shuffle: false, rowsOf });
  const run = new EpochIterator(source, { limit: steps, restarts: true });
  const params = runParams(options, source);
  const callbacks = callbackList(parts, options.callbacks ?? [], params);
  const wish = { gated: true, batches: params.steps };
  try {
    return await parts.steps.during(wish, (step) => testEpoch(parts, step, run, callbacks, signal));
  } finally {
    await run.close();
  }
}

/**
 * One pass over the data of an evaluation, or of a validation in `fit`.
 *
 * @throws TrainingError `empty-dataset` if there is no batch
 */
export async function testEpoch(
  { model, objective, breaks }: RunParts,
  step: Step,
  run: EpochIterator,
  callbacks: CallbackList,
  signal: AbortSignal | undefined,
): Promise<Logs> {
  const sums = new RunningSums(objective);
  let count = 0;
  let logs: Logs = {};
  await callbacks.call("onTestBegin");
  await run.begin();
  for (;;) {
    const batch = await run.next();
    if (!batch) break;
    await callbacks.at("onTestBatchBegin", count);
    try {
      checkInputs(model, batch, count);
      await objective.check(batch, count);
      const cluster = currentCluster();
      sums.add(await withOthers(cluster, () => step.test(batch)), globalSize(batch));
    } finally {
      batch.dispose();
    }
    logs = sums.logs;
    await callbacks.at("onTestBatchEnd", count, logs);
    await breaks.take();
    count += 1;
    if (signal?.aborted) break;
  }
  if (count === 0) throw new TrainingError("empty-dataset", "evaluate: the data has no batch.");
  if (signal?.aborted) await run.interrupt();
  else await run.end();
  await callbacks.call("onTestEnd", logs);
  return logs;
}

/** Keras's `fit`: epochs of batches, with validation and callbacks between them. */
import type { CallbackParams, Logs } from "../callbacks/callback";
import type { CallbackList } from "../callbacks/callback-list";
import { standardOutput } from "#platform";
import { currentCluster } from "../cluster/current-cluster";
import { workerRows } from "../cluster/rows";
import { agree, type Call, shareState } from "../cluster/start-together";
import { withOthers } from "../cluster/with-others";
import { type Batch, globalSize } from "../data/batch";
import type { BatchSource, TensorData, TrainingData } from "../data/batch-source";
import { EpochIterator } from "../data/epoch-iterator";
import { batchSource } from "../data/make-source";
import { modelNames } from "../data/model-names";
import { splitTensors } from "../data/split-tensors";
import { TrainingError } from "../errors";
import type { Step } from "../step/step";
import { withClassWeight } from "./class-weights";
import { testEpoch } from "./evaluate";
import type { FitOptions } from "./fit-options";
import { History, sortedLogs } from "./history";
import { HostCopy } from "./host-copy";
import { plainJavaScriptNotice } from "./plain-javascript";
import { callbackList, checkInputs, type RunParts } from "./run-parts";

/** Runs a whole training. The options are checked. */
export async function fit(
  parts: RunParts,
  data: TrainingData,
  options: FitOptions,
): Promise<History> {
  const cluster = currentCluster();
  if (cluster) await agree(cluster, parts, callOf(data, options));
  const split = splitData(parts, data, options);
  try {
    const { batchSize = 32, shuffle = true, validationBatchSize = batchSize } = options;
    const names = modelNames(parts.model);
    const rowsOf = workerRows(cluster);
    const source = batchSource(split.training, names, { batchSize, shuffle, rowsOf });
    const validation =
      split.validation === undefined
        ? null
        : batchSource(split.validation, names, {
            ...{ batchSize: validationBatchSize, shuffle: false, rowsOf },
          });
    const gated = options.onNonFiniteLoss !== "continue";
    return await parts.steps.during({ gated, batches: null }, (step) =>
      new Fit(parts, step, source, validation, options).run(),
    );
  } finally {
    split.release();
  }
}

/** One run of `fit`. */
class Fit {
  readonly #parts: RunParts;
  readonly #step: Step;
  readonly #options: FitOptions;
  readonly #params: CallbackParams;
  readonly #callbacks: CallbackList;
  readonly #training: EpochIterator;
  readonly #validation: EpochIterator | null;
  readonly #history: History;
  readonly #copy: HostCopy;
  #told = false;

  constructor(
    parts: RunParts,
    step: Step,
    source: BatchSource,
    validation: BatchSource | null,
    options: FitOptions,
  ) {
    const { epochs = 1, stepsPerEpoch = null, validationSteps = null, verbose = "auto" } = options;
    this.#parts = parts;
    this.#copy = new HostCopy(parts.state);
    this.#step = step;
    this.#options = options;
    this.#params = {
      verbose: verbose === "auto" ? 1 : verbose,
      epochs,
      steps: stepsPerEpoch ?? source.steps,
    };
    this.#training = new EpochIterator(source, { limit: stepsPerEpoch, restarts: false });
    this.#validation =
      validation && new EpochIterator(validation, { limit: validationSteps, restarts: true });
    this.#history = new History(this.#params);
    const batchSize = source.steps === null ? undefined : options.batchSize;
    this.#callbacks = callbackList(parts, options.callbacks ?? [], this.#params, batchSize);
  }

  async run(): Promise<History> {
    const { model, optimizer, state, trainer } = this.#parts;
    const { initialEpoch = 0 } = this.#options;
    try {
      optimizer.build(model.trainableWeights);
      trainer.stopTraining = false;
      state.begin(this.#history, initialEpoch);
      await this.#callbacks.call("onTrainBegin");
      const cluster = currentCluster();
      if (cluster) await shareState(cluster, this.#parts, this.#callbacks.given);
      await this.#resume(initialEpoch);
      await this.#copy.take();
      const logs = await this.#epochs();
      this.#step.settle();
      optimizer.finalize();
      await this.#callbacks.call("onTrainEnd", logs);
      return this.#history;
    } catch (error) {
      throw this.#copy.after(error);
    } finally {
      state.end();
      await this.#training.close();
      await this.#validation?.close();
    }
  }

  /** Where a state was put back, brings the data to where its run was. */
  async #resume(initialEpoch: number): Promise<void> {
    const { state } = this.#parts;
    const resumed = state.takeResume();
    if (!resumed) return;
    const past = Array.from(
      { length: Math.max(0, resumed.epoch - initialEpoch) },
      (_, e) => initialEpoch + e,
    );
    await this.#training.skip(past.length, resumed.batch);
    const validated = past.filter((epoch) => this.#validates(epoch));
    await this.#validation?.skip(validated.length, 0);
    state.continueFrom(resumed);
  }

  #validates(epoch: number): boolean {
    const { validationFreq = 1 } = this.#options;
    return typeof validationFreq === "number"
      ? (epoch + 1) % validationFreq === 0
      : validationFreq.includes(epoch + 1);
  }

  /** The logs of the last epoch that ended. */
  async #epochs(): Promise<Logs> {
    const { state, trainer } = this.#parts;
    const { epochs = 1 } = this.#options;
    let last: Logs = {};
    for (let { epoch } = state.position; epoch < epochs; epoch++) {
      if (state.position.batch === 0) {
        state.beginEpoch();
        await this.#callbacks.at("onEpochBegin", epoch);
      }
      const logs = await this.#epoch(epoch);
      if (!logs) {
        this.#history.stopped = "aborted";
        return last;
      }
      last = sortedLogs(logs);
      state.endEpoch(epoch, last);
      this.#step.settle();
      await this.#callbacks.at("onEpochEnd", epoch, last);
      state.recordEpoch();
      await this.#copy.take();
      if (trainer.stopTraining) {
        if (epoch + 1 < epochs) this.#history.stopped = "callback";
        break;
      }
    }
    return last;
  }

  /** The logs of an epoch, those of its validation included, or null if the run was aborted. */
  async #epoch(epoch: number): Promise<Logs | null> {
    const { signal } = this.#options;
    await this.#train(epoch);
    if (signal?.aborted) return null;
    const { logs } = this.#parts.state.sums;
    if (!this.#validation || !this.#validates(epoch)) return logs;
    const values = await testEpoch(
      this.#parts,
      this.#step,
      this.#validation,
      this.#callbacks,
      signal,
    );
    if (signal?.aborted) return null;
    for (const [name, value] of Object.entries(values)) logs[`val_${name}`] = value;
    return logs;
  }

  async #train(epoch: number): Promise<void> {
    const { state, trainer, breaks } = this.#parts;
    const { signal } = this.#options;
    let count = state.position.batch;
    await this.#training.begin();
    for (;;) {
      const batch = await this.#training.next();
      if (!batch) break;
      await this.#callbacks.at("onTrainBatchBegin", count);
      const finite = await this.#trainBatch(batch, count);
      count += 1;
      state.position = { epoch, batch: count };
      if (this.#callbacks.readsWeightsInBatches) this.#step.settle();
      const { logs } = state.sums;
      await this.#callbacks.at("onTrainBatchEnd", count - 1, logs);
      await breaks.take();
      if (!finite) this.#refuseNonFinite(epoch, count - 1, logs);
      if (trainer.stopTraining || signal?.aborted) break;
    }
    if (count === 0)
      throw new TrainingError("empty-dataset", "fit: the data has no batch to train on.");
    if (trainer.stopTraining || signal?.aborted) await this.#training.interrupt();
    else await this.#training.end();
  }

  /** Trains on one batch and disposes of it. False if its loss was not finite. */
  async #trainBatch(given: Batch, count: number): Promise<boolean> {
    const { model, objective, state } = this.#parts;
    const { classWeight } = this.#options;
    let batch = given;
    try {
      checkInputs(model, batch, count);
      await objective.check(batch, count);
      if (classWeight) batch = await withClassWeight(batch, classWeight);
      const start = performance.now();
      const trained = batch;
      const { statistics, finite } = await withOthers(currentCluster(), () =>
        this.#step.train(trained),
      );
      if (!this.#told) this.#tell(performance.now() - start);
      state.sums.add(statistics, globalSize(batch));
      return finite;
    } finally {
      batch.dispose();
    }
  }

  /** After the first batch, says what makes the run slow, if anything does. */
  #tell(batchMs: number): void {
    this.#told = true;
    const { verbose, epochs, steps } = this.#params;
    if (verbose === 0) return;
    const batches = steps === null ? null : steps * (epochs - this.#parts.state.position.epoch);
    const notices = [plainJavaScriptNotice(batchMs, batches), this.#parts.steps.refusalNotice()];
    for (const notice of notices) if (notice !== null) standardOutput.write(`${notice}\n`);
  }

  #refuseNonFinite(epoch: number, batch: number, logs: Logs): void {
    if (this.#parts.trainer.stopTraining || this.#options.onNonFiniteLoss === "continue") return;
    throw new TrainingError(
      "loss-not-finite",
      `fit: the loss of epoch ${epoch}, batch ${batch} is ${logs["loss"]}. The batch was not applied, so the weights are those before it. Lower the learning rate, or check the data for NaN.`,
    );
  }
}

/** What has to be the same in this call on all workers. */
function callOf(data: TrainingData, options: FitOptions): Call {
  const { callbacks = [], validationData, signal: _signal, verbose: _verbose, ...same } = options;
  return { options: same, callbacks, data, validation: validationData };
}

interface Split {
  readonly training: TrainingData;
  readonly validation: TrainingData | undefined;
  readonly release: () => void;
}

function splitData({ model }: RunParts, data: TrainingData, options: FitOptions): Split {
  const { validationData, validationSplit = 0 } = options;
  if (validationSplit === 0 || validationData !== undefined)
    return { training: data, validation: validationData, release: () => undefined };
  if (typeof data !== "object" || !("xs" in data)) {
    throw new TrainingError(
      "invalid-argument",
      "`validationSplit` is only supported for tensors ({ xs, ys }); give `validationData` for datasets.",
    );
  }
  return splitTensors(data as TensorData, validationSplit, modelNames(model));
}

/** The trainer: owns the optimizer's state and the loop over epochs and batches. */
import * as tf from "@tensorflow/tfjs";
import { getRandomState, setRandomState } from "@flowers/random";
import type { Callback, CallbackParams, Logs } from "../callback";
import { CallbackList } from "../callback-list";
import { checkClassWeight, withClassWeight } from "./class-weights";
import type { Batch, BatchNames } from "../data/batch";
import type { BatchIterator, BatchSource, TensorData, TrainingData } from "../data/batch-source";
import { EpochIterator } from "../data/epoch-iterator";
import { batchSource } from "../data/make-source";
import { splitTensors } from "../data/split-tensors";
import { TrainingError } from "../errors";
import { checkFitOptions, type FitOptions, type RunOptions } from "./fit-options";
import { History, sortedLogs } from "./history";
import { modelNames } from "../data/model-names";
import type { Objective } from "../objective/objective";
import type { Optimizer } from "../optimizers/optimizer";
import { ProgressLogger } from "../progress/progress-logger";
import type { TrainerState } from "../state";
import { computeGradients, computeStatistics, forward } from "../step/eager-step";
import { holdFrozenNormalization } from "../step/frozen-normalization";
import { NativeStep } from "../step/native/native-step";
import { readStreams, writeStreams } from "./streams";
import { TaskBreaks } from "./task-breaks";
import { readTensor, writeVariable } from "../tensors";
import type { Trainer } from "../trainer";

type Sums = Record<string, number[]>;

function addSums(sums: Sums, more: Readonly<Sums>): void {
  for (const [key, values] of Object.entries(more)) {
    const old = sums[key];
    sums[key] = old ? old.map((value, i) => value + (values[i] ?? 0)) : values;
  }
}

/**
 * A model with what it is trained by. Make it with `compile`. Runs one thing at a time. It owns the optimizer's slots:
 * call {@link dispose} when done; the model stays the caller's.
 */
export class ModelTrainer implements Trainer {
  stopTraining = false;
  #sums: Sums = {};
  #history: History | null = null;
  #unrecorded: { epoch: number; logs: Logs } | null = null;
  #position = { epoch: 0, batch: 0 };
  #resume: TrainerState | null = null;
  /** The compiled step, during `fit` on native TensorFlow. */
  #native: NativeStep | undefined;
  readonly #breaks = new TaskBreaks();

  constructor(
    readonly model: tf.LayersModel,
    readonly optimizer: Optimizer,
    readonly objective: Objective,
  ) {}

  /** Epoch and batch that a state taken now would name. */
  get position(): { readonly epoch: number; readonly batch: number } {
    return { ...this.#position };
  }

  /**
   * Trains for `epochs` epochs and gives the history. A dataset of known size is iterated as Keras does it, which makes an
   * iterator at the end of every epoch and another at the start of the next: a seeded shuffle gives its iterations 0, 2, 4.
   *
   * @throws TrainingError `shape-mismatch`, `label-out-of-range`, `empty-dataset`, `loss-not-finite`, `invalid-argument`
   */
  async fit(data: TrainingData, options: FitOptions = {}): Promise<History> {
    const {
      epochs = 1,
      initialEpoch = 0,
      stepsPerEpoch = null,
      batchSize = 32,
      validationSplit,
    } = options;
    checkFitOptions(options);
    if (options.classWeight) checkClassWeight(options.classWeight);
    const names = this.#names;
    const { training, validation, release } = splitData(
      data,
      options.validationData,
      validationSplit,
      names,
    );
    const unhold = holdFrozenNormalization(this.model);
    try {
      const source = batchSource(training, names, { batchSize, shuffle: options.shuffle ?? true });
      const valSource =
        validation === undefined
          ? null
          : batchSource(validation, names, {
              batchSize: options.validationBatchSize ?? batchSize,
              shuffle: false,
            });
      const verbose = options.verbose ?? "auto";
      const params: CallbackParams = {
        verbose: verbose === "auto" ? 1 : verbose,
        epochs,
        steps: stepsPerEpoch ?? source.steps,
      };
      this.optimizer.build(this.model.trainableWeights);
      const history = new History(params);
      this.#history = history;
      const callbacks = this.#list(
        options.callbacks ?? [],
        params,
        source.steps === null ? undefined : options.batchSize,
      );
      this.stopTraining = false;
      this.#position = { epoch: initialEpoch, batch: 0 };
      await callbacks.call("onTrainBegin");
      const run = new EpochIterator(source, stepsPerEpoch);
      const val = valSource && new EpochIterator(valSource, options.validationSteps ?? null);
      await this.#startFrom(initialEpoch, run, val, options);
      this.#native = NativeStep.make(this.model, this.objective, this.optimizer);
      const logs = await this.#epochs(run, val, callbacks, history, options);
      this.#native?.pull();
      this.optimizer.finalize();
      await callbacks.call("onTrainEnd", logs);
      await run.close();
      await val?.close();
      return history;
    } finally {
      this.#native?.pull();
      this.#native?.dispose();
      this.#native = undefined;
      unhold();
      release();
      this.#history = null;
    }
  }

  /** Puts a pending state's position in force: iterators are brought to where they were. */
  async #startFrom(
    initialEpoch: number,
    run: EpochIterator,
    val: EpochIterator | null,
    options: FitOptions,
  ): Promise<void> {
    const state = this.#resume;
    this.#resume = null;
    if (!state) return;
    const validated = Array.from({ length: Math.max(0, state.epoch - initialEpoch) }, (_, e) =>
      shouldValidate(initialEpoch + e, options.validationFreq ?? 1),
    ).filter(Boolean).length;
    await run.skip(Math.max(0, state.epoch - initialEpoch), state.batch);
    await val?.skip(validated, 0);
    this.#position = { epoch: state.epoch, batch: state.batch };
    this.#sums = Object.fromEntries(
      Object.entries(state.metrics).map(([key, values]) => [key, [...values]]),
    );
    state.history.epoch.forEach((epoch) => this.#history?.epoch.push(epoch));
    for (const [key, values] of Object.entries(state.history.history)) {
      if (this.#history) this.#history.history[key] = [...values];
    }
    // Skipping may have drawn; the streams go back to where the run was.
    writeStreams(this.model, state.streams);
    setRandomState(state.globalRandom);
  }

  async #epochs(
    run: EpochIterator,
    val: EpochIterator | null,
    callbacks: CallbackList,
    history: History,
    options: FitOptions,
  ): Promise<Logs> {
    const { epochs = 1, signal, validationFreq = 1 } = options;
    let last: Logs = {};
    for (let epoch = this.#position.epoch; epoch < epochs; epoch++) {
      if (this.#position.batch === 0) {
        this.#sums = {};
        await callbacks.at("onEpochBegin", epoch);
      }
      await this.#trainEpoch(epoch, run, callbacks, options);
      if (signal?.aborted) {
        history.stopped = "aborted";
        return last;
      }
      const logs = this.#logs();
      if (val && shouldValidate(epoch, validationFreq)) {
        const valLogs = await this.#test(val, callbacks, signal);
        if (signal?.aborted) {
          history.stopped = "aborted";
          return last;
        }
        for (const [name, value] of Object.entries(valLogs)) logs[`val_${name}`] = value;
      }
      last = sortedLogs(logs);
      this.#position = { epoch: epoch + 1, batch: 0 };
      this.#unrecorded = { epoch, logs: last };
      this.#sums = {};
      this.#native?.pull();
      await callbacks.at("onEpochEnd", epoch, last);
      this.#unrecorded = null;
      history.add(epoch, last);
      if (this.stopTraining) {
        if (epoch + 1 < epochs) history.stopped = "callback";
        break;
      }
    }
    return last;
  }

  async #trainEpoch(
    epoch: number,
    run: EpochIterator,
    callbacks: CallbackList,
    options: FitOptions,
  ): Promise<void> {
    let step = this.#position.batch;
    await run.begin();
    for (;;) {
      const batch = await run.next();
      if (!batch) break;
      await callbacks.at("onTrainBatchBegin", step);
      const finite = await this.#trainBatch(batch, step, options);
      step += 1;
      this.#position = { epoch, batch: step };
      if (callbacks.readsWeightsInBatches) this.#native?.pull();
      const logs = this.#logs();
      await callbacks.at("onTrainBatchEnd", step - 1, logs);
      await this.#breaks.take();
      if (!finite && !this.stopTraining && options.onNonFiniteLoss !== "continue") {
        throw new TrainingError(
          "loss-not-finite",
          `fit: the loss of epoch ${epoch}, batch ${step - 1} is ${logs["loss"]}. The batch was not applied, so the weights are those before it. Lower the learning rate, or check the data for NaN.`,
        );
      }
      if (this.stopTraining || options.signal?.aborted) break;
    }
    if (step === 0)
      throw new TrainingError("empty-dataset", "fit: the data has no batch to train on.");
    if (!this.stopTraining && !options.signal?.aborted) await run.end();
    else await run.interrupt();
  }

  /** Trains on one batch and disposes of it. False if the loss was not finite and nothing was applied. */
  async #trainBatch(
    given: Batch,
    step: number,
    { classWeight, onNonFiniteLoss }: FitOptions,
  ): Promise<boolean> {
    let batch = given;
    try {
      this.#checkInputs(batch, step);
      await this.objective.check(batch, step);
      if (classWeight) batch = await withClassWeight(batch, classWeight);
      const weights = this.model.trainableWeights;
      this.optimizer.build(weights);
      const gated = onNonFiniteLoss !== "continue";
      const compiled = this.#native?.train(batch, gated);
      const { statistics, gradients } = compiled
        ? { statistics: compiled.statistics, gradients: [] }
        : computeGradients(this.model, this.objective, weights, batch, {
            lossScale: this.optimizer.lossScaleFactor,
          });
      const values = await statistics.data();
      const finite = Number.isFinite(values[0]);
      if (finite || !gated) {
        if (!compiled) this.optimizer.apply(gradients);
        else if (compiled.pending) this.optimizer.advance();
      }
      tf.dispose([statistics, gradients.filter((gradient) => gradient !== null)]);
      addSums(this.#sums, this.objective.split(values, batch.size));
      return finite;
    } finally {
      batch.dispose();
    }
  }

  #logs(): Logs {
    return this.objective.logs(this.#sums);
  }

  async #test(run: EpochIterator, callbacks: CallbackList, signal?: AbortSignal): Promise<Logs> {
    const sums: Sums = {};
    let step = 0;
    let logs: Logs = {};
    await callbacks.call("onTestBegin");
    await run.begin();
    for (;;) {
      const batch = await run.next();
      if (!batch) break;
      await callbacks.at("onTestBatchBegin", step);
      try {
        this.#checkInputs(batch, step);
        await this.objective.check(batch, step);
        const statistics =
          this.#native?.test(batch) ?? computeStatistics(this.model, this.objective, batch);
        addSums(sums, this.objective.split(await statistics.data(), batch.size));
        statistics.dispose();
      } finally {
        batch.dispose();
      }
      logs = this.objective.logs(sums);
      await callbacks.at("onTestBatchEnd", step, logs);
      await this.#breaks.take();
      step += 1;
      if (signal?.aborted) break;
    }
    if (step === 0) throw new TrainingError("empty-dataset", "evaluate: the data has no batch.");
    if (signal?.aborted) await run.interrupt();
    else await run.end();
    await callbacks.call("onTestEnd", logs);
    return logs;
  }

  /**
   * Loss and metrics over the data, by name in sorted order. Layers run as outside training.
   *
   * @throws TrainingError as {@link fit} does
   */
  async evaluate(data: TrainingData, options: RunOptions = {}): Promise<Logs> {
    const { batchSize = 32, steps = null, signal } = options;
    const source = batchSource(data, this.#names, { batchSize, shuffle: false });
    const run = new EpochIterator(source, steps);
    const logs = await this.#test(run, this.#callbacks(options, source), signal);
    await run.close();
    return logs;
  }

  /**
   * Predictions for all samples, in order; labels in the data are not looked at. The caller owns the tensor; a model with
   * several outputs gives a list.
   *
   * @throws TrainingError `empty-dataset` or `shape-mismatch`
   */
  async predict(data: TrainingData, options: RunOptions = {}): Promise<tf.Tensor | tf.Tensor[]> {
    const { batchSize = 32, steps = null, signal } = options;
    const source = batchSource(data, this.#names, { batchSize, shuffle: false });
    const callbacks = this.#callbacks(options, source);
    const parts: tf.Tensor[][] = [];
    await callbacks.call("onPredictBegin");
    const iterator: BatchIterator = await source.open();
    for (let step = 0; (steps === null || step < steps) && !signal?.aborted; step++) {
      const batch = await iterator.next();
      if (!batch) break;
      await callbacks.at("onPredictBatchBegin", step);
      this.#checkInputs(batch, step);
      parts.push(
        tf.tidy(() => forward(this.model, batch.inputs, false).map((output) => tf.clone(output))),
      );
      batch.dispose();
      await callbacks.at("onPredictBatchEnd", step);
      await this.#breaks.take();
    }
    await iterator.close();
    await callbacks.call("onPredictEnd");
    if (parts.length === 0)
      throw new TrainingError("empty-dataset", "predict: the data has no batch.");
    const outputs = this.model.outputs.map((_, i) =>
      tf.concat(parts.map((part) => part[i] as tf.Tensor)),
    );
    tf.dispose(parts);
    return outputs.length === 1 ? (outputs[0] as tf.Tensor) : outputs;
  }

  #callbacks(
    { callbacks = [], verbose = 0, steps = null }: RunOptions,
    source: BatchSource,
  ): CallbackList {
    const params = {
      verbose: verbose === "auto" ? 1 : verbose,
      epochs: 1,
      steps: steps ?? source.steps,
    } as const;
    return this.#list(callbacks, params);
  }

  /** User callbacks, then the progress display, as Keras orders them. */
  #list(callbacks: readonly Callback[], params: CallbackParams, batchSize?: number): CallbackList {
    const progress = params.verbose === 0 ? [] : [new ProgressLogger({ batchSize })];
    return new CallbackList([...callbacks, ...progress], this, params);
  }

  get #names(): BatchNames {
    return modelNames(this.model);
  }

  #checkInputs({ inputs }: Batch, step: number): void {
    this.model.inputs.forEach(({ shape, name }, i) => {
      const given = inputs[i]?.shape ?? [];
      const fits =
        given.length === shape.length &&
        shape.every((size, axis) => axis === 0 || size === null || size === given[axis]);
      if (!fits) {
        throw new TrainingError(
          "shape-mismatch",
          `Batch ${step}: the model's input "${name}" must have shape [${shape.map((size) => size ?? "any").join(", ")}]; received [${given.join(", ")}].`,
        );
      }
    });
  }

  async getState(): Promise<TrainerState> {
    this.#native?.pull();
    const recorded = new History({ verbose: 0, epochs: 0, steps: null });
    if (this.#history) {
      recorded.epoch.push(...this.#history.epoch);
      for (const [key, values] of Object.entries(this.#history.history))
        recorded.history[key] = [...values];
    }
    if (this.#unrecorded) recorded.add(this.#unrecorded.epoch, this.#unrecorded.logs);
    return {
      version: 1,
      ...this.#position,
      weights: await Promise.all(
        this.model.weights.map((weight) => readTensor(weight.name, weight.read())),
      ),
      optimizer: await this.optimizer.getState(),
      streams: readStreams(this.model),
      globalRandom: getRandomState(),
      metrics: structuredClone(this.#sums),
      history: { epoch: recorded.epoch, history: recorded.history },
    };
  }

  setState(state: TrainerState): void {
    const { weights } = this.model;
    if (state.weights.length !== weights.length) {
      throw new TrainingError(
        "state-mismatch",
        `setState: the model has ${weights.length} weights; the state has ${state.weights.length}.`,
      );
    }
    state.weights.forEach((saved, i) => {
      const weight = weights[i];
      if (weight) writeVariable(weight.read() as tf.Variable, saved);
    });
    this.optimizer.build(this.model.trainableWeights);
    this.optimizer.setState(state.optimizer);
    writeStreams(this.model, state.streams);
    this.#position = { epoch: state.epoch, batch: state.batch };
    this.#resume = state;
  }

  /** Disposes of the optimizer's slots. The model stays the caller's. */
  dispose(): void {
    this.optimizer.dispose();
  }
}

function shouldValidate(epoch: number, freq: number | readonly number[]): boolean {
  return typeof freq === "number" ? (epoch + 1) % freq === 0 : freq.includes(epoch + 1);
}

function splitData(
  data: TrainingData,
  validationData: TrainingData | undefined,
  validationSplit: number | undefined,
  names: BatchNames,
): { training: TrainingData; validation: TrainingData | undefined; release: () => void } {
  if (validationSplit === undefined || validationData !== undefined)
    return { training: data, validation: validationData, release: () => undefined };
  if (typeof data !== "object" || !("xs" in data)) {
    throw new TrainingError(
      "invalid-argument",
      "`validationSplit` is only supported for tensors ({ xs, ys }); give `validationData` for datasets.",
    );
  }
  return splitTensors(data as TensorData, validationSplit, names);
}

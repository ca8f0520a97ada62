/** The trainer's door: a model with what it is trained by. What its methods do is in the files beside this one. */
import type * as tf from "@tensorflow/tfjs";
import type { Logs } from "../callbacks/callback";
import type { Tensors } from "../data/batch";
import type { TrainingData } from "../data/batch-source";
import { TrainingError } from "../errors";
import type { Direction } from "../metrics/metric";
import type { Objective } from "../objective/objective";
import type { Optimizer } from "../optimizers/optimizer";
import type { TrainerState } from "./state";
import type { Trainer } from "./trainer";
import { evaluate } from "./evaluate";
import { fit } from "./fit";
import { checkFitOptions, checkRunOptions, type FitOptions, type RunOptions } from "./fit-options";
import type { History } from "./history";
import {
  type BatchData,
  predictOnBatch,
  testOnBatch,
  trainOnBatch,
  type TrainOnBatchOptions,
} from "./on-batch";
import { predict } from "./predict";
import type { RunParts } from "./run-parts";
import { RunState } from "./run-state";
import { type Compiled, StepHolder } from "./step-holder";
import { TaskBreaks } from "./task-breaks";

/** What a method gives for a model of one output: a tensor; of several: a list. */
type Outputs = tf.Tensor | tf.Tensor[];

/**
 * A model with what it is trained by. Make it with `compile`. Runs one `fit` at a time. It owns the optimizer's slots:
 * call {@link dispose} when done; the model stays the caller's.
 */
export class ModelTrainer implements Trainer {
  readonly model: tf.LayersModel;
  readonly optimizer: Optimizer;
  readonly objective: Objective;
  stopTraining = false;
  readonly #parts: RunParts;
  #fitting = false;

  constructor(model: tf.LayersModel, optimizer: Optimizer, objective: Objective) {
    this.model = model;
    this.optimizer = optimizer;
    this.objective = objective;
    const parts = { model, optimizer, objective };
    this.#parts = {
      ...parts,
      trainer: this,
      state: new RunState(parts),
      steps: new StepHolder(parts),
      breaks: new TaskBreaks(),
    };
  }

  /** Epoch and batch that a state taken now would name. */
  get position(): { readonly epoch: number; readonly batch: number } {
    return { ...this.#parts.state.position };
  }

  /** The history of the `fit` that is under way, or else of the last one; null before the first. Keras's `model.history`. */
  get history(): History | null {
    return this.#parts.state.history;
  }

  /**
   * Whether batches run as one TensorFlow graph, and if not, why: while something runs, or after it, as it was found; before,
   * as far as the model tells.
   *
   * @example
   * trainer.compiled; // { compiled: false, reason: "the backend is wasm; only native TensorFlow compiles" }
   */
  get compiled(): Compiled {
    return this.#parts.steps.compiled;
  }

  direction(name: string): Direction | null {
    return this.objective.direction(name);
  }

  swapAverages(): boolean {
    this.#parts.steps.settle();
    return this.optimizer.swapAverages();
  }

  /**
   * Trains for `epochs` epochs and gives the history. A dataset of known size is iterated as Keras does it, which makes an
   * iterator at the end of every epoch and another at the start of the next: a seeded shuffle gives its iterations 0, 2, 4.
   *
   * @throws TrainingError `shape-mismatch`, `label-out-of-range`, `empty-dataset`, `loss-not-finite`, `invalid-argument`;
   *   also while another `fit` of this trainer runs
   */
  async fit(data: TrainingData, options: FitOptions = {}): Promise<History> {
    checkFitOptions(options);
    this.#refuseDuringFit("fit");
    this.#fitting = true;
    try {
      return await fit(this.#parts, data, options);
    } finally {
      this.#fitting = false;
    }
  }

  #refuseDuringFit(what: string): void {
    if (!this.#fitting) return;
    throw new TrainingError(
      "invalid-argument",
      `${what}: this trainer is already running fit. Await the first before calling ${what}.`,
    );
  }

  /**
   * Loss and metrics over the data, by name in sorted order. Layers run as outside training.
   *
   * @throws TrainingError as {@link fit} does
   */
  async evaluate(data: TrainingData, options: RunOptions = {}): Promise<Logs> {
    checkRunOptions("evaluate", options);
    return evaluate(this.#parts, data, options);
  }

  /**
   * Predictions for all samples, in order; labels in the data are not looked at. The caller owns the tensor. A model with
   * several outputs gives a list: {@link predictAll} gives one for every model, and TypeScript is told with
   * `predict<tf.Tensor[]>(...)`.
   *
   * @throws TrainingError `empty-dataset` or `shape-mismatch`
   */
  async predict<T extends Outputs = tf.Tensor>(
    data: TrainingData,
    options: RunOptions = {},
  ): Promise<T> {
    checkRunOptions("predict", options);
    return only(await predict(this.#parts, data, options)) as T;
  }

  /**
   * Predictions for all samples, one tensor for each output of the model. The caller owns them.
   *
   * @throws TrainingError `empty-dataset` or `shape-mismatch`
   */
  async predictAll(data: TrainingData, options: RunOptions = {}): Promise<tf.Tensor[]> {
    checkRunOptions("predictAll", options);
    return predict(this.#parts, data, options);
  }

  /**
   * Trains on one batch and gives its loss and metrics: Keras's `train_on_batch`. The batch stays the caller's. A loss that
   * is not finite changes no weight.
   *
   * @throws TrainingError as {@link fit} does
   */
  async trainOnBatch(batch: BatchData, options: TrainOnBatchOptions = {}): Promise<Logs> {
    this.#refuseDuringFit("trainOnBatch");
    return trainOnBatch(this.#parts, batch, options);
  }

  /** Loss and metrics of one batch outside training: Keras's `test_on_batch`. The batch stays the caller's. */
  async testOnBatch(batch: BatchData): Promise<Logs> {
    return testOnBatch(this.#parts, batch);
  }

  /** Predictions for one batch of inputs, as {@link predict} gives them. The caller owns them, and still the inputs. */
  predictOnBatch<T extends Outputs = tf.Tensor>(inputs: Tensors): T {
    return only(predictOnBatch(this.#parts, inputs)) as T;
  }

  async getState(): Promise<TrainerState> {
    this.#parts.steps.settle();
    return this.#parts.state.save();
  }

  setState(state: TrainerState): void {
    this.#parts.steps.settle();
    this.#parts.state.restore(state);
  }

  /** Disposes of the optimizer's slots. The model stays the caller's. */
  dispose(): void {
    this.#parts.steps.release();
    this.optimizer.dispose();
  }
}

/** The one output of a model, or all of several. */
function only(outputs: tf.Tensor[]): Outputs {
  const [first] = outputs;
  return outputs.length === 1 && first ? first : outputs;
}

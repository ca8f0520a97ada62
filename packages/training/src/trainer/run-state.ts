/** Where a run is: its position, sums and history, and how they are saved and put back. */
import type * as tf from "@tensorflow/tfjs";
import { getRandomState, setRandomState } from "@flowers/random";
import type { Logs } from "../callbacks/callback";
import { TrainingError } from "../errors";
import type { Objective } from "../objective/objective";
import type { Optimizer } from "../optimizers/optimizer";
import type { TrainerState } from "./state";
import { readTensor, writeVariable } from "../tensors";
import { show } from "../options";
import { History } from "./history";
import { RunningSums } from "./running-sums";
import { readStreams, writeStreams } from "./streams";

interface Position {
  readonly epoch: number;
  readonly batch: number;
}

/** What a state is of. */
interface Parts {
  readonly model: tf.LayersModel;
  readonly optimizer: Optimizer;
  readonly objective: Objective;
}

/** Whether a value has the parts of a state; what they hold is compared with the model. */
function isState(state: unknown): boolean {
  const parts = (state ?? {}) as Readonly<Record<string, unknown>>;
  const { weights, optimizer, epoch, batch } = parts;
  const slots = (optimizer as Readonly<Record<string, unknown>> | null | undefined)?.["slots"];
  return [weights, slots].every(Array.isArray) && [epoch, batch].every(Number.isInteger);
}

export class RunState {
  readonly #parts: Parts;
  /** Epoch and batch that a state taken now would name. */
  position: Position = { epoch: 0, batch: 0 };
  sums: RunningSums;
  /** Of the run that is under way, or the last one. */
  history: History | null = null;
  #running = false;
  /** An epoch that has ended and whose logs callbacks may still change. */
  #unrecorded: { readonly epoch: number; readonly logs: Logs } | null = null;
  #resume: TrainerState | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.sums = new RunningSums(parts.objective);
  }

  /** Starts a run, with nothing in its history. */
  begin(history: History, initialEpoch: number): void {
    this.history = history;
    this.#running = true;
    this.position = { epoch: initialEpoch, batch: 0 };
  }

  end(): void {
    this.#running = false;
    this.#unrecorded = null;
  }

  beginEpoch(): void {
    this.sums = new RunningSums(this.#parts.objective);
  }

  /** Ends an epoch; callbacks may change the logs until {@link recordEpoch}. */
  endEpoch(epoch: number, logs: Logs): void {
    this.position = { epoch: epoch + 1, batch: 0 };
    this.#unrecorded = { epoch, logs };
    this.beginEpoch();
  }

  recordEpoch(): void {
    const ended = this.#unrecorded;
    this.#unrecorded = null;
    if (ended) this.history?.add(ended.epoch, ended.logs);
  }

  /** A copy of everything that resuming needs. The weights must be settled. */
  async save(): Promise<TrainerState> {
    const { model, optimizer } = this.#parts;
    const recorded = new History({ verbose: 0, epochs: 0, steps: null });
    if (this.#running && this.history) recorded.take(this.history);
    if (this.#unrecorded) recorded.add(this.#unrecorded.epoch, this.#unrecorded.logs);
    return {
      version: 1,
      ...this.position,
      weights: await Promise.all(
        model.weights.map((weight) => readTensor(weight.name, weight.read())),
      ),
      optimizer: await optimizer.getState(),
      streams: readStreams(model),
      globalRandom: getRandomState(),
      metrics: this.sums.sums,
      history: { epoch: recorded.epoch, history: recorded.history },
    };
  }

  /**
   * Puts a state's weights back, and notes where the next run continues.
   *
   * @throws TrainingError `state-mismatch`
   */
  restore(state: TrainerState): void {
    const { model, optimizer } = this.#parts;
    const { weights } = model;
    if (!isState(state)) {
      throw new TrainingError(
        "invalid-argument",
        `setState: expected what getState gave; received ${show(state)}.`,
      );
    }
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
    optimizer.build(model.trainableWeights);
    optimizer.setState(state.optimizer);
    writeStreams(model, state.streams);
    this.position = { epoch: state.epoch, batch: state.batch };
    this.#resume = state;
  }

  /** The state that the run continues from, once; null where it starts afresh. */
  takeResume(): TrainerState | null {
    const state = this.#resume;
    this.#resume = null;
    return state;
  }

  /** Puts a state's position, sums and history in force, once the data has been brought there. */
  continueFrom(state: TrainerState): void {
    this.position = { epoch: state.epoch, batch: state.batch };
    this.sums = new RunningSums(this.#parts.objective, state.metrics);
    this.history?.take(state.history);
    // Skipping data may have drawn; the streams go back to where the run was.
    writeStreams(this.#parts.model, state.streams);
    setRandomState(state.globalRandom);
  }
}

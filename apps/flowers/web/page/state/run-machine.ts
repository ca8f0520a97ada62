/**
 * How a training run moves from state to state: a pure function of what the worker tells and what the visitor asks.
 *
 * idle -> preparing -> training <-> validating -> judging -> (next model: preparing | idle)
 * training -> pausing -> paused -> training; any -> stopping -> judging; any -> failed
 */
import type {
  BackendName,
  Curves,
  ModelKind,
  PreparingStep,
  TrainingEvent,
} from "../../engine/contract";

export type Phase =
  | "idle"
  | "preparing"
  | "training"
  | "validating"
  | "pausing"
  | "paused"
  | "stopping"
  | "judging"
  | "failed";

/** What is known once a run has started. */
export interface RunFacts {
  readonly backend: BackendName;
  readonly backendDetail: string;
  readonly refusals: readonly { readonly backend: BackendName; readonly reason: string }[];
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly trainingPictures: number;
  readonly validationPictures: number;
  readonly parameters: number;
}

/** The last batch's figures. */
export interface BatchFigures {
  readonly loss: number;
  readonly accuracy: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number | null;
  readonly tensorBytes: number;
}

export interface RunState {
  readonly phase: Phase;
  readonly kind: ModelKind | null;
  /** Models still to come after this one. */
  readonly queue: readonly ModelKind[];
  readonly step: PreparingStep | null;
  /** How far the step "features" is. */
  readonly seen: { readonly done: number; readonly total: number } | null;
  readonly facts: RunFacts | null;
  /** Counted from 0. */
  readonly epoch: number;
  /** Batches of the epoch that are done. */
  readonly batch: number;
  readonly figures: BatchFigures | null;
  readonly history: Curves;
  /** Why it failed. */
  readonly message: string | null;
}

export type RunAction =
  | TrainingEvent
  | { readonly type: "begin"; readonly kind: ModelKind; readonly queue: readonly ModelKind[] }
  | { readonly type: "ask-pause" }
  | { readonly type: "ask-stop" }
  | { readonly type: "ended" }
  | { readonly type: "failed"; readonly message: string };

export const idleRun: RunState = {
  phase: "idle",
  kind: null,
  queue: [],
  step: null,
  seen: null,
  facts: null,
  epoch: 0,
  batch: 0,
  figures: null,
  history: {},
  message: null,
};

/** Whether a model is being trained, held or judged. */
export function isBusy(state: RunState): boolean {
  return state.phase !== "idle" && state.phase !== "failed";
}

/** Share of this model's run that is done, 0 to 1. */
export function runShare(state: RunState): number {
  const { facts, epoch, batch, phase } = state;
  if (!facts || facts.epochs === 0) return 0;
  if (phase === "judging" || phase === "idle") return 1;
  const within = facts.stepsPerEpoch > 0 ? Math.min(1, batch / facts.stepsPerEpoch) : 0;
  return Math.min(1, (epoch + within) / facts.epochs);
}

/** The epochs that the curves hold. */
export function epochsDone(history: Curves): number {
  return history["loss"]?.length ?? 0;
}

/** A wish to pause or stop holds until the worker obeys, whatever batch it reports before. */
function moved(state: RunState, phase: "training" | "validating"): Phase {
  return state.phase === "pausing" || state.phase === "stopping" ? state.phase : phase;
}

/** The state after an action. Events of a run that has ended, or of another model, change nothing. */
export function nextRun(state: RunState, action: RunAction): RunState {
  if (action.type === "begin") {
    return { ...idleRun, phase: "preparing", kind: action.kind, queue: action.queue };
  }
  if (!isBusy(state)) return state;
  if ("kind" in action && action.kind !== state.kind) return state;
  switch (action.type) {
    case "preparing":
      return { ...state, step: action.message, seen: action.pictures ?? null };
    case "started": {
      const { history } = action;
      return {
        ...state,
        phase: moved(state, "training"),
        facts: action,
        epoch: epochsDone(history),
        batch: 0,
        history,
      };
    }
    case "batch":
      return {
        ...state,
        phase: moved(state, "training"),
        epoch: action.epoch,
        batch: action.batch,
        figures: action,
      };
    case "validating":
      return { ...state, phase: moved(state, "validating"), epoch: action.epoch };
    case "epoch":
      return {
        ...state,
        phase: moved(state, "training"),
        epoch: action.epoch + 1,
        batch: 0,
        history: action.history,
      };
    case "paused":
      return { ...state, phase: state.phase === "stopping" ? "stopping" : "paused" };
    case "continued":
      return { ...state, phase: "training" };
    case "judging":
      return { ...state, phase: "judging" };
    case "finished":
    case "ended":
      return { ...state, phase: "idle" };
    case "ask-pause":
      return state.phase === "training" || state.phase === "validating"
        ? { ...state, phase: "pausing" }
        : state;
    case "ask-stop":
      return state.phase === "judging" ? state : { ...state, phase: "stopping", queue: [] };
    case "failed":
      return { ...state, phase: "failed", message: action.message, queue: [] };
    default:
      return action satisfies never;
  }
}

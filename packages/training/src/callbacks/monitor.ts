/** Watching one logged value: which way is better, and whether it got better. */
import type { Logs } from "../callback";
import { TrainingError } from "../errors";

/** Which way a monitored value should go. `"auto"` tells it from the name. */
export type MonitorMode = "auto" | "min" | "max";

const risingNames =
  /(^|_)(acc|accuracy|auc|precision|recall|sensitivity|specificity|f1|f1_score|fbeta_score|r2_score|iou|io_u|cosine_similarity)(_at_\w+)?(_\d+)?$/;
const fallingNames =
  /(^|_)(loss|error|crossentropy|entropy|divergence|mse|mae|mape|msle|hinge|poisson|logcosh)(_\d+)?$/;

/** Remembers the best value seen of one logged name. */
export class Monitor {
  readonly name: string;
  readonly #rises: boolean;
  readonly #minDelta: number;
  best: number | null;

  /**
   * @param owner the callback's name, for messages
   * @throws TrainingError `invalid-argument` when the direction is "auto" and the name does not tell it
   */
  constructor(
    owner: string,
    options: {
      readonly monitor: string;
      readonly mode: MonitorMode;
      readonly minDelta: number;
      readonly best?: number | null;
    },
  ) {
    this.name = options.monitor;
    this.#rises = rises(owner, options.monitor, options.mode);
    this.#minDelta = this.#rises ? Math.abs(options.minDelta) : -Math.abs(options.minDelta);
    this.best = options.best ?? null;
  }

  /** The value in `logs`, or undefined. */
  read(logs: Logs): number | undefined {
    return logs[this.name];
  }

  /** Whether `value` beats `reference` by more than the minimum. Anything beats null; NaN beats nothing. */
  beats(value: number, reference: number | null): boolean {
    if (reference === null) return true;
    const candidate = Math.fround(value - this.#minDelta); // Keras compares as float32
    const mark = Math.fround(reference);
    return this.#rises ? candidate > mark : candidate < mark;
  }

  /** Text about a value that is not there. */
  missing(what: string, logs: Logs): string {
    return `${what} conditioned on metric "${this.name}", which is not available. Available metrics are: ${Object.keys(logs).join(", ")}.`;
  }
}

function rises(owner: string, monitor: string, mode: MonitorMode): boolean {
  if (mode === "max") return true;
  if (mode === "min") return false;
  if (mode !== "auto") {
    throw new TrainingError(
      "invalid-argument",
      `${owner}: mode must be "auto", "min" or "max"; received "${String(mode)}".`,
    );
  }
  const name = monitor.replace(/^val_/, "").toLowerCase();
  if (risingNames.test(name)) return true;
  if (fallingNames.test(name)) return false;
  throw new TrainingError(
    "invalid-argument",
    `${owner}: cannot tell whether "${monitor}" should rise or fall; pass mode "max" or "min".`,
  );
}

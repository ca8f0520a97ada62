/** Watching one logged value: which way is better, and whether it got better. */
import type { Logs } from "./callback";
import { TrainingError } from "../errors";
import type { Trainer } from "../trainer/trainer";

/** Which way a monitored value should go. `"auto"` asks the metric of that name, else tells it from the name. */
export type MonitorMode = "auto" | "min" | "max";

const risingNames =
  /(^|_)(acc|accuracy|auc|precision|recall|sensitivity|specificity|f1|f1_score|fbeta_score|r2_score|iou|io_u|cosine_similarity)(_at_\w+)?(_\d+)?$/;
const fallingNames =
  /(^|_)(loss|error|crossentropy|entropy|divergence|mse|mae|mape|msle|hinge|poisson|logcosh)(_\d+)?$/;

/** Remembers the best value seen of one logged name. */
export class Monitor {
  readonly name: string;
  readonly #owner: string;
  readonly #mode: MonitorMode;
  readonly #minDelta: number;
  #rises: boolean | null;
  best: number | null;

  /** @param owner the callback's name, for messages */
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
    this.#owner = owner;
    this.#mode = options.mode;
    this.#minDelta = Math.abs(options.minDelta);
    this.#rises = rises(options.mode, options.monitor);
    this.best = options.best ?? null;
  }

  /**
   * Settles the direction when a run begins. With mode "auto" the metric of that name says it; else the name itself.
   *
   * @throws TrainingError `invalid-argument` when neither does
   */
  settle(trainer: Pick<Trainer, "direction">): void {
    const own = this.#mode === "auto" ? trainer.direction?.(this.name.replace(/^val_/, "")) : null;
    if (own) this.#rises = own === "up";
    if (this.#rises !== null) return;
    throw new TrainingError(
      "invalid-argument",
      `${this.#owner}: cannot tell whether "${this.name}" should rise or fall; pass mode "max" or "min".`,
    );
  }

  /** The value in `logs`, or undefined. */
  read(logs: Logs): number | undefined {
    return logs[this.name];
  }

  /** Whether `value` beats `reference` by more than the minimum. Anything beats null; NaN beats nothing. */
  beats(value: number, reference: number | null): boolean {
    if (reference === null) return true;
    const isRising = this.#rises === true;
    const needed = isRising ? value - this.#minDelta : value + this.#minDelta;
    const candidate = Math.fround(needed); // Keras compares as float32
    const mark = Math.fround(reference);
    return isRising ? candidate > mark : candidate < mark;
  }

  /** Text about a value that is not there. */
  missing(what: string, logs: Logs): string {
    return `${what} conditioned on metric "${this.name}", which is not available. Available metrics are: ${Object.keys(logs).join(", ")}.`;
  }
}

/** Whether larger values are better; null when "auto" cannot tell it from the name. */
function rises(mode: MonitorMode, monitor: string): boolean | null {
  if (mode !== "auto") return mode === "max";
  const name = monitor.replace(/^val_/, "").toLowerCase();
  if (risingNames.test(name)) return true;
  return fallingNames.test(name) ? false : null;
}

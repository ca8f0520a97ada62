/** Progress for files and pipes: whole lines, few of them, with images per second and the time to go. */
import { duration, metricText, stepTime } from "./numbers";
import { type BarUpdate, countText } from "./progress-bar";
import { fixed } from "./python-format";

/** One epoch's plain lines. `update` gives the text to write, "" when none is due. */
export class PlainLines {
  /** Steps in all; null while unknown. */
  target: number | null;
  readonly #startSeconds: number;
  readonly #batchSize: number | undefined;
  readonly #intervalSeconds: number;
  #lastSeconds: number;
  #firstStepSeconds: number | null = null;
  #stepsEnded: { readonly current: number; readonly seconds: number } | null = null;

  constructor(options: {
    readonly target: number | null;
    readonly startSeconds: number;
    readonly batchSize?: number | undefined;
    readonly lineIntervalSeconds?: number | undefined;
  }) {
    this.target = options.target;
    this.#startSeconds = options.startSeconds;
    this.#batchSize = options.batchSize;
    this.#intervalSeconds = options.lineIntervalSeconds ?? 10;
    this.#lastSeconds = options.startSeconds;
  }

  update({ current, values, finalize, nowSeconds }: BarUpdate): string {
    if (!finalize) this.#stepsEnded = { current, seconds: nowSeconds };
    const perStep = this.#secondsPerStep(current, nowSeconds);
    if (current === 1) this.#firstStepSeconds ??= nowSeconds;
    if (!finalize && nowSeconds - this.#lastSeconds < this.#intervalSeconds) return "";
    this.#lastSeconds = nowSeconds;
    const count = this.target === null ? `${current}/Unknown` : countText(current, this.target);
    const parts = [count, `${fixed(nowSeconds - this.#startSeconds, 0)}s`, this.#rate(perStep)];
    if (!finalize && this.target !== null) {
      parts.push(`ETA ${duration(perStep * (this.target - current))}`);
    }
    for (const [name, value] of Object.entries(values)) {
      parts.push(`${name}: ${metricText(value, Math.abs(value))}`);
    }
    return `${parts.join(" - ")}\n`;
  }

  #rate(perStep: number): string {
    if (this.#batchSize === undefined || perStep === 0) return stepTime(perStep);
    return `${fixed(this.#batchSize / perStep, 1)} images/s`;
  }

  /** Seconds per training step, without the first one where there are others, and without validation. */
  #secondsPerStep(current: number, nowSeconds: number): number {
    if (current === 0) return 0;
    const end = this.#stepsEnded?.seconds ?? nowSeconds;
    if (this.#firstStepSeconds !== null && current > 1) {
      return (end - this.#firstStepSeconds) / (current - 1);
    }
    return (end - this.#startSeconds) / current;
  }
}

/** Keras's progress bar as a pure formatter: times and values in, text out. */
import { checkOptions, finite, from, oneOf, orNull, type Rules } from "../options";
import { duration, metricText, stepTime } from "./numbers";
import { fixed } from "./python-format";

const width = 20;
const intervalSeconds = 0.05;
const bold = (text: string): string => `\x1b[1m${text}\x1b[0m`;
const invisible = /\x1b\[\d+m/g; // oxlint-disable-line no-control-regex -- escape codes take no column

/** How a bar is drawn. */
export type BarStyle = "bar" | "line";

interface BarOptions {
  /** Steps in all; null while unknown. */
  readonly target: number | null;
  readonly style?: BarStyle;
  readonly startSeconds: number;
}

const rules: Rules<BarOptions> = {
  target: orNull(from(0)),
  style: oneOf("bar", "line"),
  startSeconds: finite,
};

/** One update of a bar. */
export interface BarUpdate {
  /** Steps done, counted from 1. */
  readonly current: number;
  /** Values to show, as they are, in this order. */
  readonly values: Readonly<Record<string, number>>;
  /** The last update: drawn however soon it comes, with a newline. */
  readonly finalize: boolean;
  /** Seconds on any clock that does not go back. */
  readonly nowSeconds: number;
}

/**
 * One epoch's bar. `update` gives the text to write, "" when nothing is due (within 0.05 s of the last one).
 * Style `"bar"` is Keras's `verbose=1`: the text first walks back over the previous line. Style `"line"` is `verbose=2`:
 * one line at the end. Same input, same text; nothing is written and no clock is read.
 *
 * @example
 * ```ts
 * const bar = new ProgressBar({ target: 10, style: "line", startSeconds: 0 });
 * bar.update({ current: 10, values: { loss: 0.5 }, finalize: true, nowSeconds: 2 });
 * // "10/10 - 2s - 200ms/step - loss: 0.5000\n"
 * ```
 */
export class ProgressBar {
  static readonly name: string = "ProgressBar";
  readonly #style: BarStyle;
  readonly #startSeconds: number;
  #target: number | null;
  #lastUpdateSeconds = -Infinity;
  #firstStepSeconds: number | null = null;
  #previousWidth = 0;
  readonly #values = new Map<string, number>();

  constructor(options: BarOptions) {
    checkOptions("ProgressBar", options, rules, ["target", "startSeconds"]);
    this.#target = options.target;
    this.#style = options.style ?? "bar";
    this.#startSeconds = options.startSeconds;
  }

  /** Tells the number of steps once it is known. */
  set target(steps: number | null) {
    this.#target = steps;
  }

  update({ current, values, finalize, nowSeconds }: BarUpdate): string {
    for (const [name, value] of Object.entries(values)) this.#values.set(name, value);
    const perStep = this.#secondsPerStep(current, nowSeconds);
    if (this.#style === "line") {
      const known = this.#target !== null && this.#target > 0;
      return finalize && known ? this.#line(current, nowSeconds, perStep) : "";
    }
    if (nowSeconds - this.#lastUpdateSeconds < intervalSeconds && !finalize) return "";
    this.#lastUpdateSeconds = nowSeconds;
    return this.#bar(current, nowSeconds, perStep, finalize);
  }

  #bar(current: number, nowSeconds: number, perStep: number, finalize: boolean): string {
    const target = this.#target !== null && this.#target > 0 ? this.#target : null;
    let text: string;
    if (target === null) {
      text = `${String(current).padStart(7)}/Unknown`;
    } else {
      const done = Math.floor(width * (current / target));
      text = `${bold(countText(current, target))} `;
      if (done > 0) text += `\x1b[32m${"━".repeat(done)}\x1b[0m`;
      text += `\x1b[37m${"━".repeat(Math.max(0, width - done))}\x1b[0m`;
    }
    const time =
      target !== null && !finalize
        ? duration(perStep * (target - current))
        : `${fixed(nowSeconds - this.#startSeconds, 0)}s`;
    text += ` ${bold(time)} ${stepTime(perStep)}`;
    for (const [name, value] of this.#values)
      text += ` - ${name}: ${metricText(value, Math.abs(value))}`;

    // Keras takes 8 off for the bold time whether or not the bar is bold, and counts characters.
    const columns = text.replace(invisible, "").length;
    const back = `${"\b".repeat(this.#previousWidth)}\r`;
    const blank = " ".repeat(Math.max(0, this.#previousWidth - columns));
    this.#previousWidth = columns;
    return back + text + blank + (finalize ? "\n" : "");
  }

  #line(current: number, nowSeconds: number, perStep: number): string {
    const elapsed = fixed(nowSeconds - this.#startSeconds, 0);
    let text = `${countText(current, this.#target ?? current)} - ${elapsed}s - ${stepTime(perStep)}`;
    // The sign counts here: negative values get an exponent, as in Keras.
    for (const [name, value] of this.#values) text += ` - ${name}: ${metricText(value, value)}`;
    return `${text}\n`;
  }

  /** Seconds per step, the first (untypical) one left out as soon as there are others. */
  #secondsPerStep(current: number, nowSeconds: number): number {
    if (current === 0) return 0;
    const perStep =
      this.#firstStepSeconds !== null && current > 1
        ? (nowSeconds - this.#firstStepSeconds) / (current - 1)
        : (nowSeconds - this.#startSeconds) / current;
    if (current === 1) this.#firstStepSeconds = nowSeconds;
    return perStep;
  }
}

/** `" 3/10"`: the count as wide as the total. */
export function countText(current: number, target: number): string {
  return `${String(current).padStart(String(target).length)}/${target}`;
}

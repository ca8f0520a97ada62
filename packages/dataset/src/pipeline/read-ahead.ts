/** Decides how many elements to hold ready: tf.data's AUTOTUNE, by measuring how long the consumer waits. */

/** Elements between two decisions; fewer make the mean wait too noisy to compare. */
const waitsPerDecision = 8;
/** Waiting less than this is not worth memory. */
const negligibleMs = 1;
/** A deeper buffer must cut the mean wait by this factor, or it goes back and stays. */
const worthwhileFactor = 0.9;

/**
 * Grows by one element for every window in which the consumer had to wait, up to `max`, and takes the last step back
 * for good when it did not help: then decoding is the limit, and more buffer only costs memory.
 */
export class ReadAhead {
  #depth: number;
  readonly #max: number;
  #waits: number[] = [];
  #before: number | undefined;
  #settled = false;

  constructor(initial: number, max: number) {
    this.#max = Math.max(1, max);
    this.#depth = Math.min(Math.max(1, initial), this.#max);
  }

  /** Elements to hold ready now. */
  get depth(): number {
    return this.#depth;
  }

  /** Tells how long the consumer waited for one element. */
  record(waitedMs: number): void {
    if (this.#settled) return;
    this.#waits.push(waitedMs);
    if (this.#waits.length < waitsPerDecision) return;
    const mean = this.#waits.reduce((sum, wait) => sum + wait, 0) / waitsPerDecision;
    this.#waits = [];
    if (this.#before !== undefined && mean > this.#before * worthwhileFactor) {
      this.#depth = Math.max(1, this.#depth - 1);
      this.#settled = true;
      return;
    }
    if (mean < negligibleMs) return;
    this.#before = mean;
    if (this.#depth < this.#max) this.#depth++;
    else this.#settled = true;
  }
}

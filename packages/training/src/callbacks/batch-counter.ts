/** Keras's count of batches between two saves, which runs on over the ends of epochs. */

/** `"epoch"`, or a number of batches. */
export type SaveFreq = "epoch" | number;

/** Says every so many batches that a save is due. */
export class BatchCounter {
  readonly #every: number;
  #seen = 0;
  #last: number | null;

  /** @param last the batch taken as seen before the first; null for none */
  constructor(every: number, last: number | null) {
    this.#every = every;
    this.#last = last;
  }

  /** @param batch counted from 0 within its epoch */
  isDue(batch: number): boolean {
    const isNewEpoch = this.#last === null || batch <= this.#last;
    this.#seen += isNewEpoch ? batch + 1 : batch - (this.#last ?? 0);
    this.#last = batch;
    if (this.#seen < this.#every) return false;
    this.#seen = 0;
    return true;
  }

  get state(): { readonly seen: number; readonly last: number | null } {
    return { seen: this.#seen, last: this.#last };
  }

  set state(state: { readonly seen: number; readonly last: number | null }) {
    this.#seen = state.seen;
    this.#last = state.last;
  }
}

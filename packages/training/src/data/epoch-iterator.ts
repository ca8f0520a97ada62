/** Epochs over a source, with the iterators that Keras makes: one to start an epoch, another when it has ended. */
import type { Batch } from "./batch";
import type { BatchIterator, BatchSource } from "./batch-source";

export interface EpochOptions {
  /** Batches per epoch; null runs each epoch to the data's end. */
  readonly limit: number | null;
  /** Whether every epoch starts the data again, as validation does; else a limited one continues where the last stopped. */
  readonly restarts: boolean;
}

export class EpochIterator {
  readonly #source: BatchSource;
  readonly #limit: number | null;
  readonly #restarts: boolean;
  #iterator: BatchIterator | null = null;
  #seen = 0;
  #given = 0;
  /** Whether the next epoch has been begun by {@link skip}. */
  #begun = false;

  constructor(source: BatchSource, { limit, restarts }: EpochOptions) {
    this.#source = source;
    this.#limit = limit;
    this.#restarts = restarts || limit === null;
  }

  /** Starts an epoch. */
  async begin(): Promise<void> {
    if (this.#begun) {
      this.#begun = false;
      return;
    }
    this.#given = 0;
    if (this.#restarts || !this.#iterator) await this.#open();
  }

  /** The next batch of this epoch, or null at its end. The caller disposes of it. */
  async next(): Promise<Batch | null> {
    if (this.#limit !== null && this.#given >= this.#limit) return null;
    const batch = (await this.#iterator?.next()) ?? null;
    if (batch) {
      this.#given += 1;
      this.#seen += 1;
    } else if (this.#limit !== null) {
      await this.close(); // the data ran out within an epoch: the next one starts it again
    }
    return batch;
  }

  /** Ends an epoch. With a known size Keras makes the next iterator now, and unless `limit` is set makes another later. */
  async end(): Promise<void> {
    const { steps } = this.#source;
    if (steps !== null && this.#seen >= steps) await this.#open();
  }

  /** Ends an epoch before its time. */
  async interrupt(): Promise<void> {
    await this.close();
  }

  /** Goes to batch `batch` of epoch `epochs` (from 0) as if all before had been used. Fills caches on the way. */
  async skip(epochs: number, batch: number): Promise<void> {
    for (let epoch = 0; epoch < epochs; epoch++) {
      await this.begin();
      const mustRead = !this.#restarts || (epoch === 0 && this.#source.fills);
      while (mustRead && (await this.#discardNext()));
      if (!mustRead) this.#seen = Math.min(this.#source.steps ?? 0, this.#limit ?? Infinity);
      await this.end();
    }
    if (batch === 0) return;
    await this.begin();
    for (let i = 0; i < batch; i++) await this.#discardNext();
    this.#begun = true;
  }

  async #discardNext(): Promise<boolean> {
    const batch = await this.next();
    batch?.dispose();
    return batch !== null;
  }

  async #open(): Promise<void> {
    await this.close();
    this.#iterator = await this.#source.open();
    this.#seen = 0;
  }

  async close(): Promise<void> {
    const iterator = this.#iterator;
    this.#iterator = null;
    await iterator?.close();
  }
}

/** Works ahead of the consumer. */
import { decodeParallelism, readAheadBudgetBytes } from "#platform";
import type { Element } from "./element";
import { ReadAhead } from "./read-ahead";
import type { Iteration, Stage } from "./stage";

/** Let `prefetch` measure how many elements to hold. */
export const AUTOTUNE = "autotune";

/** @param size elements to hold ready, or {@link AUTOTUNE} */
export function prefetchStage(upstream: Stage, size: number | typeof AUTOTUNE): Stage {
  return {
    cardinality: upstream.cardinality,
    forWorker: (rowsOf) => prefetchStage(upstream.forWorker(rowsOf), size),
    start: (wanted = Infinity) => new PrefetchIteration(upstream.start(wanted), size, wanted),
  };
}

class PrefetchIteration implements Iteration {
  readonly #upstream: Iteration;
  readonly #size: number | typeof AUTOTUNE;
  #ahead: ReadAhead | undefined;
  #ready: Element[] = [];
  #left: number;
  #reading: Promise<void> | undefined;
  #ended = false;
  #stopped = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(upstream: Iteration, size: number | typeof AUTOTUNE, wanted: number) {
    this.#upstream = upstream;
    this.#size = size;
    this.#left = wanted;
  }

  get #depth(): number {
    return this.#size === AUTOTUNE ? (this.#ahead?.depth ?? 1) : this.#size;
  }

  async next(): Promise<Element | undefined> {
    const asked = performance.now();
    if (this.#left <= 0) this.#left = 1; // asked for more than announced
    this.#fill();
    while (this.#ready.length === 0 && this.#reading) await this.#reading;
    const element = this.#ready.shift();
    if (!element) {
      if (this.#failure) throw this.#failure.error;
      return undefined;
    }
    this.#ahead ??= new ReadAhead(
      2,
      Math.min(
        4 * decodeParallelism(),
        Math.floor(readAheadBudgetBytes() / Math.max(1, element.sizeBytes)),
      ),
    );
    this.#ahead.record(performance.now() - asked);
    this.#fill();
    return element;
  }

  stop(): void {
    this.#stopped = true;
    this.#upstream.stop();
    for (const element of this.#ready.splice(0)) element.dispose();
  }

  #fill(): void {
    const done = this.#ended || this.#stopped || this.#failure !== undefined;
    if (done || this.#reading || this.#left <= 0) return;
    if (this.#ready.length >= Math.max(1, this.#depth)) return;
    this.#left--;
    this.#reading = this.#upstream.next().then(
      (element) => {
        this.#reading = undefined;
        if (!element) this.#ended = true;
        else if (this.#stopped) element.dispose();
        else this.#ready.push(element);
        this.#fill();
      },
      (error: unknown) => {
        this.#reading = undefined;
        this.#failure = { error };
      },
    );
  }
}
